# Tests of the verbs that keep the service going: backup, doctor and their kin.
latchkey_test(test_audience SOURCES test_audience.cpp LIBRARIES latchkey_ctl LABELS ctl)
latchkey_test(test_backupfolder SOURCES test_backupfolder.cpp LIBRARIES latchkey_ctl LABELS ctl)
