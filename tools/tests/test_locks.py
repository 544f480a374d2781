from tools import locks

GOOD = """django==5.2.19 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:cc
"""


def test_exact_versions_with_hashes_are_what_a_lock_file_holds():
    assert locks.flaws(GOOD) == []


def test_a_lock_file_that_names_a_host_is_refused():
    assert locks.flaws("--index-url https://example.org/simple\n" + GOOD)
    assert locks.flaws(GOOD + "six @ https://example.org/six.whl\n")


def test_a_version_that_is_not_exact_or_has_no_hash_is_refused():
    assert locks.flaws("django>=5.2 \\\n    --hash=sha256:aa\n") == ["1: has no exact version: django>=5.2 \\"]
    assert locks.flaws("six==1.17.0\n" + GOOD) == ["six==1.17.0 has no hash"]


def test_the_lock_files_of_medverka_are_as_they_should_be():
    names = [lock.name for lock in locks.REQUIREMENTS.glob("*.txt")]

    assert sorted(names) == ["base.txt", "bench.txt", "dev.txt"]
    assert locks.main() == 0


def test_both_lock_files_hold_the_same_version_of_each_part():
    base, dev = (
        {line.split()[0] for line in (locks.REQUIREMENTS / name).read_text().splitlines() if "==" in line[:60]}
        for name in ("base.txt", "dev.txt")
    )

    assert base - dev == set()
