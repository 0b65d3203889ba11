# The one mail. It leaves the portal: no case, number, place, kind of grievance or person may ever stand here.
mail-subject = Something waits for you at Handshake
mail-body =
    Something waits for you at Handshake. Sign in to see it:

    { $link }

    This mail says no more on purpose. Whether and when you get it, you choose under Settings.
