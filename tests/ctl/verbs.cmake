# Tests of the frame, and of the verbs for services, accounts, keys and tokens. They run the real
# program.
foreach(name commandline config failurewords init accounts import keys kiosk service token terminal)
  latchkey_test(test_ctl${name} SOURCES test_ctl${name}.cpp LIBRARIES latchkey_ctl LABELS ctl)
  add_dependencies(test_ctl${name} latchkeyctl)
  # Command lines and what is printed are full of plain words.
  target_compile_options(test_ctl${name} PRIVATE
    -UQT_NO_CAST_FROM_ASCII -UQT_NO_CAST_FROM_BYTEARRAY)
  # Precompiled with them.
  set_target_properties(test_ctl${name} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
endforeach()
target_sources(test_ctlservice PRIVATE ../http/misbehavingserver.h)

# The same cases with a real keyring in the place of the credential file.
add_test(NAME test_ctlkeyring
  COMMAND "${PROJECT_SOURCE_DIR}/tests/tools/with-home" "${PROJECT_SOURCE_DIR}/tests/tools/with-keyring"
    $<TARGET_FILE:test_ctlkeys> keyring)
get_test_property(test_ctlkeys ENVIRONMENT environment)
set_tests_properties(test_ctlkeyring PROPERTIES LABELS ctl ENVIRONMENT "${environment}" TIMEOUT 120)
