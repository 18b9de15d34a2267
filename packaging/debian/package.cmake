# The Debian package: `cpack --preset release` once package_parts is built.
# The tests need not be built to make a package.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY TRUE)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME latchkey)
set(CPACK_PACKAGE_VENDOR "The Latchkey developers")
set(CPACK_PACKAGE_CONTACT "The Latchkey developers <maintainers@latchkey.example>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What no library names, since it is loaded or read by its name: the database, the drawings, Wayland;
# and the list of who opens a scheme, which the desktop's libraries read and nothing else writes.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "libqt6sql6-sqlite, libqt6svg6, qt6-wayland, hicolor-icon-theme, desktop-file-utils")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, default-dbus-session-bus | dbus-session-bus, \
gnome-keyring | kwalletmanager | keepassxc, qt6-translations-l10n, xdg-utils")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "account recovery from the desktop")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Latchkey gets people back into their accounts: ask for a reset by email, open
the link that comes, or type its code, and choose a new password.

Accounts are in a local database or at a service that people already run. A
command line program looks after the local ones.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  "${CMAKE_CURRENT_LIST_DIR}/postinst" "${CMAKE_CURRENT_LIST_DIR}/prerm"
  "${CMAKE_CURRENT_LIST_DIR}/postrm")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)
install(FILES "${CMAKE_CURRENT_LIST_DIR}/lintian-overrides"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/lintian/overrides" RENAME latchkey)
include(CPack)
