import stat

from medverka.config import environment
from medverka.foundation.sqlite.base import DatabaseWrapper


def test_a_new_database_file_is_its_owners_alone(tmp_path):
    database = DatabaseWrapper(environment.database("", tmp_path))
    connection = database.get_new_connection(database.get_connection_params())
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE t (x)")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    connection.close()
    assert modes == {f"medverka.sqlite3{end}": 0o600 for end in ("", "-wal", "-shm")}
