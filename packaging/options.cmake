# Every rule that holds for all of our own code: warnings, Qt's strict forms, hardening, sanitizers.

# Programs at random places in memory, wherever the linker is not told so anyway.
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)

add_library(latchkey_options INTERFACE)

# Other compilers refuse what only these processors have.
string(REGEX MATCH "^(x86_64|AMD64|i[3-6]86)$" X86 "${CMAKE_SYSTEM_PROCESSOR}")
target_compile_options(latchkey_options INTERFACE
  # A designated initialiser leaves what it does not name to its default: that is its point.
  -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wformat=2 -Wimplicit-fallthrough
  -fvisibility=hidden -fstack-protector-strong -fstack-clash-protection
  $<$<BOOL:${X86}>:-fcf-protection>)
if(LATCHKEY_WARNINGS_AS_ERRORS)
  target_compile_options(latchkey_options INTERFACE -Werror)
endif()

target_compile_definitions(latchkey_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
  QT_NO_FOREACH QT_NO_KEYWORDS QT_STRICT_ITERATORS QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  QT_DISABLE_DEPRECATED_BEFORE=0x060400 _GLIBCXX_ASSERTIONS
  LATCHKEY_VERSION="${PROJECT_VERSION}")

if(LATCHKEY_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "LATCHKEY_FUZZ needs clang: use the preset \"fuzz\"")
  endif()
  target_compile_options(latchkey_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(LATCHKEY_SANITIZE)
  target_compile_options(latchkey_options INTERFACE
    -fsanitize=${LATCHKEY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(latchkey_options INTERFACE -fsanitize=${LATCHKEY_SANITIZE})
elseif(CMAKE_BUILD_TYPE MATCHES "Rel")
  target_compile_options(latchkey_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
target_link_options(latchkey_options INTERFACE -Wl,-z,relro,-z,now -Wl,-z,noexecstack)

# One room, one static library: latchkey_room(<room> SOURCES … [ALONE …] LIBRARIES … [PRIVATE …]).
# A room that does not link a library cannot call it; tests/layering checks the includes as well.
# ALONE names sources whose own (anonymous) names others in the room use too: LATCHKEY_LARGE_UNITS
# leaves them by themselves.
function(latchkey_room room)
  cmake_parse_arguments(ROOM "" "" "SOURCES;ALONE;LIBRARIES;PRIVATE" ${ARGN})
  add_library(latchkey_${room} STATIC ${ROOM_SOURCES})
  set_target_properties(latchkey_${room} PROPERTIES
    UNITY_BUILD ${LATCHKEY_LARGE_UNITS} UNITY_BUILD_BATCH_SIZE 16)
  set_source_files_properties(${ROOM_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_include_directories(latchkey_${room} PUBLIC "${PROJECT_SOURCE_DIR}/app" "${PROJECT_SOURCE_DIR}")
  target_link_libraries(latchkey_${room} PUBLIC latchkey_options ${ROOM_LIBRARIES} PRIVATE ${ROOM_PRIVATE})
endfunction()
