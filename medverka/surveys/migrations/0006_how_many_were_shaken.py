from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveys", "0005_groups_counted_together")]

    operations = [migrations.RenameField("round", "shaken_at", "shaken_count")]
