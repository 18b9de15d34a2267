latchkey_test(test_restoration SOURCES test_restoration.cpp LIBRARIES latchkey_local LABELS local)
latchkey_test(test_pruning SOURCES test_pruning.cpp LIBRARIES latchkey_local LABELS local)
latchkey_test(test_schemaupgrade SOURCES test_schemaupgrade.cpp
  LIBRARIES latchkey_local PkgConfig::SQLITE LABELS local)
