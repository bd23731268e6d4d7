#include <CLI/CLI.hpp>
#include <cstdio>

#include "tools/nightjar/commands.hpp"

int main(int argc, char** argv) {
  CLI::App app("Nightjar: alerts that people can trust, from drone thermal video and ANPR cameras",
               "nightjar");
  app.set_version_flag("--version", std::string("nightjar ") + NIGHTJAR_VERSION);
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);
  int exit_code = 0;
  nightjar::add_commands(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "nightjar: %s\n", error.what());
    return 1;
  }
  return exit_code;
}
