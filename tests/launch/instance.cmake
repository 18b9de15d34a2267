# One instance: a start of the program, as small as it can be, for the tests that start many.
add_executable(instanceprobe instanceprobe.cpp)
set_target_properties(instanceprobe PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin/tests")
target_link_libraries(instanceprobe PRIVATE latchkey_options latchkey_launch)

latchkey_test(test_identity SOURCES test_identity.cpp LIBRARIES latchkey_launch LABELS launch)
latchkey_test(test_launchmessage SOURCES test_launchmessage.cpp LIBRARIES latchkey_launch LABELS launch)
latchkey_test(test_runtimefolder SOURCES test_runtimefolder.cpp LIBRARIES latchkey_launch LABELS launch)
foreach(name instance instancerace)
  latchkey_test(test_${name} SOURCES test_${name}.cpp LIBRARIES latchkey_launch LABELS launch)
  add_dependencies(test_${name} instanceprobe)
endforeach()

# On a session bus of its own.
latchkey_test(test_busdoor SOURCES test_busdoor.cpp LIBRARIES latchkey_launch BUS LABELS launch)
latchkey_test(test_schemeregistration SOURCES test_schemeregistration.cpp LIBRARIES latchkey_launch LABELS launch)
