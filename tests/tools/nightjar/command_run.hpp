#pragma once

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <string>

namespace nightjar {

/// What a command did, run within the test.
struct CommandRun {
  int exit_code = -1;
  std::string out, err;
};

/// `add` is a command's add_..._command; `line` its command line without the program's name.
template <class Add>
CommandRun run_command(Add add, const std::string& line) {
  CLI::App app;
  CommandRun run;
  add(app, run.exit_code);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  try {
    app.parse(line);
  } catch (const CLI::ParseError& error) {
    run.exit_code = error.get_exit_code() == 0 ? 0 : 2;
  }
  run.out = testing::internal::GetCapturedStdout();
  run.err = testing::internal::GetCapturedStderr();
  return run;
}

}  // namespace nightjar
