# What is installed. `cmake --build --preset release --target package_parts` makes what the programs
# do not: icons, manual pages, compressed change logs.
include(GNUInstallDirs)

# The desktop's own folders begin at the data folder whatever the name of the package.
set(data "${CMAKE_INSTALL_DATADIR}")
set(linux "${CMAKE_CURRENT_LIST_DIR}/linux")
set(generated "${CMAKE_BINARY_DIR}/packaging")
set(LATCHKEY_RELEASE_DATE "2026-11-25")

install(TARGETS latchkey latchkeyctl RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
# The loader looks in ../lib/latchkey from the program, on every distribution: a module of one's own
# is no library of the architecture's shared folder.
install(TARGETS latchkey_backend LIBRARY DESTINATION lib/latchkey)

install(FILES "${linux}/org.latchkey.app.desktop" DESTINATION "${data}/applications")
install(FILES "${linux}/org.latchkey.app.metainfo.xml" DESTINATION "${data}/metainfo")
# These name the program by its path, and where it goes is known when it goes there: cpack's prefix,
# and that of `cmake --install --prefix`, is not the one that was configured.
install(CODE "
set(CMAKE_INSTALL_FULL_BINDIR \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}\")
foreach(unit org.latchkey.app.service latchkey-outbox.service)
  configure_file(\"${linux}/\${unit}.in\" \"${generated}/\${unit}\" @ONLY)
endforeach()")
install(FILES "${generated}/org.latchkey.app.service" DESTINATION "${data}/dbus-1/services")
install(FILES "${generated}/latchkey-outbox.service" "${linux}/latchkey-outbox.timer"
  DESTINATION lib/systemd/system)

# Every size from the one drawing.
set(drawing "${PROJECT_SOURCE_DIR}/ui/icons/latchkey.svg")
set(hicolor "${data}/icons/hicolor")
install(FILES "${drawing}" DESTINATION "${hicolor}/scalable/apps" RENAME org.latchkey.app.svg)
foreach(size 16 22 24 32 48 64 128 256 512)
  set(icon "${generated}/icons/${size}.png")
  add_custom_command(OUTPUT "${icon}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${generated}/icons"
    COMMAND rsvg-convert --width ${size} --height ${size} --output "${icon}" "${drawing}"
    DEPENDS "${drawing}" VERBATIM)
  list(APPEND parts "${icon}")
  install(FILES "${icon}" DESTINATION "${hicolor}/${size}x${size}/apps"
    RENAME org.latchkey.app.png)
endforeach()

# gzip without the time, so that the same source gives the same bytes.
function(latchkey_compress source target)
  add_custom_command(OUTPUT "${target}"
    COMMAND gzip --best --no-name --stdout "${source}" > "${target}"
    DEPENDS "${source}" VERBATIM)
endfunction()

foreach(program latchkey latchkeyctl)
  configure_file("${linux}/man/${program}.1.in" "${generated}/${program}.1.in" @ONLY)
  add_custom_command(OUTPUT "${generated}/${program}.1"
    COMMAND "${linux}/manual" "$<TARGET_FILE:${program}>" "${generated}/${program}.1.in"
      "${generated}/${program}.1"
    DEPENDS "${linux}/manual" "${generated}/${program}.1.in" ${program} VERBATIM)
  latchkey_compress("${generated}/${program}.1" "${generated}/${program}.1.gz")
  list(APPEND parts "${generated}/${program}.1.gz")
  install(FILES "${generated}/${program}.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
  install(FILES "${linux}/${program}.bash-completion"
    DESTINATION "${data}/bash-completion/completions" RENAME ${program})
endforeach()

latchkey_compress("${PROJECT_SOURCE_DIR}/CHANGELOG.md" "${generated}/changelog.gz")
latchkey_compress("${CMAKE_CURRENT_LIST_DIR}/debian/changelog" "${generated}/changelog.Debian.gz")
list(APPEND parts "${generated}/changelog.gz" "${generated}/changelog.Debian.gz")
install(FILES "${CMAKE_CURRENT_LIST_DIR}/debian/copyright" "${generated}/changelog.gz"
  "${generated}/changelog.Debian.gz" DESTINATION "${data}/doc/latchkey")
install(DIRECTORY "${CMAKE_CURRENT_LIST_DIR}/kiosk" DESTINATION "${data}/doc/latchkey/examples"
  PATTERN xsession EXCLUDE)
install(PROGRAMS "${CMAKE_CURRENT_LIST_DIR}/kiosk/xsession"
  DESTINATION "${data}/doc/latchkey/examples/kiosk")
install(DIRECTORY "${CMAKE_CURRENT_LIST_DIR}/bridge" DESTINATION "${data}/doc/latchkey/examples")

add_custom_target(package_parts DEPENDS latchkey latchkey_backend latchkeyctl ${parts})
