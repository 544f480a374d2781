from django.urls import path

from medverka.councils.views import forum, forum_device

urlpatterns = [
    # What a device needs without a net; nobody's, and the same for all
    path("moten/forum-skal/", forum_device.shell, name="forum_shell"),
    path("moten/forum-arbetare.js", forum_device.worker, name="forum_worker"),
    # For whoever leads the forum
    path("moten/<int:pk>/forum/", forum.forum, name="forum"),
    path("moten/<int:pk>/forum/berattat/", forum.tell, name="forum_tell"),
    path("moten/<int:pk>/forum/nyckel/", forum_device.half, name="forum_half"),
    path("moten/<int:pk>/forum/synpunkter/", forum_device.notes, name="forum_notes"),
    path("moten/<int:pk>/forum/synpunkter/<uuid:key>/", forum.note, name="forum_note"),
    path("moten/<int:pk>/forum/las-upp/", forum.read_back, name="forum_read_back"),
    path("moten/<int:pk>/forum/avsluta/", forum.close, name="forum_close"),
    path("moten/<int:pk>/forum/klart/", forum.done, name="forum_done"),
    path("moten/<int:pk>/forum/borta/", forum.device, name="forum_device"),
]
