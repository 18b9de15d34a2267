# Tests of what keeps the service going, and of the verbs that do what the window does. Those run the
# real program.
foreach(name audience backupfolder doctor mailtest mailverbs recoveryverbs upkeepverbs)
  latchkey_test(test_${name} SOURCES test_${name}.cpp LIBRARIES latchkey_ctl LABELS ctl)
  add_dependencies(test_${name} latchkeyctl)
endforeach()
