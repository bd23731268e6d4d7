#include "tools/nightjar/simulate_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/tools/nightjar/command_run.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

CommandRun simulate(const std::string& arguments) {
  return run_command(add_simulate_command, "simulate " + arguments);
}

TEST(SimulateCommand, refuses_what_it_cannot_do_in_one_line_with_exit_code_2) {
  const fs::path file = fs::path(testing::TempDir()) / ("nightjar_a_file_" + std::to_string(::getpid()));
  std::ofstream(file) << "in the way\n";
  const std::pair<std::string, std::string> kCases[] = {
      {"", "OUT: missing, expected a folder for the footage"},
      {file.string() + " --seconds 1", file.string()},
      {"--serve 1 --footage clip", "--footage: found clip, expected NAME=FILE"},
      {"--footage clip=a.mp4", "--footage: expected --serve PORT beside it"},
      {"out --serve 1 --footage clip=a.mp4", "--footage: found OUT too, expected one of them"},
      {"out --only lane --passes 5 --seconds 9", "--passes: found --seconds too, expected one of them"},
      {"--serve 1 --footage clip=/no/such.mp4", "/no/such.mp4"},
  };
  for (const auto& [arguments, line] : kCases) {
    const CommandRun run = simulate(arguments);
    EXPECT_EQ(run.exit_code, 2) << arguments;
    EXPECT_THAT(run.err, HasSubstr(line)) << arguments;
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    EXPECT_EQ(run.out, "") << arguments;
  }
  fs::remove(file);
}

TEST(SimulateCommand, refuses_light_weather_and_lanes_that_there_are_not) {
  for (const char* arguments : {"out --light noon", "out --weather hail", "out --lanes 4", "out --passes 0"})
    EXPECT_EQ(simulate(arguments).exit_code, 2) << arguments;
}

TEST(SimulateCommand, writes_once_what_stands_already) {
  const fs::path folder = fs::path(testing::TempDir()) / ("nightjar_simulated_" + std::to_string(::getpid()));
  const std::string arguments = folder.string() + " --seed 6 --seconds 1 --only drone";
  const CommandRun first = simulate(arguments);
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_TRUE(fs::exists(folder / "drone16.mkv"));
  EXPECT_FALSE(fs::exists(folder / "lane.mp4"));
  const auto written = fs::last_write_time(folder / "drone16.mkv");
  const CommandRun again = simulate(arguments);
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("as it stood there"));
  EXPECT_EQ(fs::last_write_time(folder / "drone16.mkv"), written);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace nightjar
