# The verbs that keep the service going, and those that do what the window does.
set(CTL_UPKEEP_SOURCES
  backup/backupfolder.cpp backup/backupfolder.h
  backup/manifest.cpp backup/manifest.h
  backup/restoration.cpp backup/restoration.h
  backupverbs.cpp
  doctor/accesscheck.cpp
  doctor/audience.cpp doctor/audience.h
  doctor/check.cpp doctor/check.h
  doctor/clockcheck.cpp
  doctor/databasecheck.cpp
  doctor/keyscheck.cpp
  doctor/logcheck.cpp
  doctor/mailcheck.cpp
  doctor/outboxcheck.cpp
  doctor/ownercheck.cpp
  doctor/schemecheck.cpp
  doctor/settingscheck.cpp
  doctorverb.cpp
  mailwords.cpp mailwords.h
  outboxflush.cpp outboxflush.h
  outboxpauseverbs.cpp outboxpauseverbs.h
  outboxverbs.cpp
  proofinput.cpp proofinput.h
  pruneverb.cpp
  recoveryverbs.cpp
  requestverbs.cpp
  timetext.cpp timetext.h)
