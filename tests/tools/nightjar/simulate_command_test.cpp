#include "tools/nightjar/simulate_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

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

TEST(SimulateCommand, names_every_option_that_would_mean_nothing) {
  const std::string lane = ": found beside --only lane, expected only where the drone is drawn\n";
  const std::string drone = ": found beside --only drone, expected only where the lane is drawn\n";
  const std::string footage = ": found beside --footage, expected only where footage is drawn\n";
  const std::string says = "nightjar simulate: ";
  const std::pair<std::string, std::string> kCases[] = {
      {"out --only lane --people 3", says + "--people" + lane},
      {"out --only lane --osd", says + "--osd" + lane},
      {"out --only lane --telemetry-gap 1,2 --telemetry-gap 3,4", says + "--telemetry-gap" + lane},
      {"out --only lane --serve 1 --telemetry-port 2", says + "--telemetry-port" + lane},
      {"out --only drone --weather dry", says + "--weather" + drone},
      {"out --only drone --passes 5 --seconds 1", says + "--passes" + drone},
      {"out --only drone --lanes 2 --light day", says + "--light" + drone + says + "--lanes" + drone},
      {"--serve 1 --footage a=b.mp4 --seed 2 --zoom 2",
       says + "--seed" + footage + says + "--zoom" + footage},
  };
  for (const auto& [arguments, lines] : kCases) {
    const CommandRun run = simulate(arguments);
    EXPECT_EQ(run.exit_code, 2) << arguments;
    EXPECT_EQ(run.err, lines) << arguments;
    EXPECT_EQ(run.out, "") << arguments;
  }
  EXPECT_FALSE(fs::exists("out"));
}

TEST(SimulateCommand, names_each_option_of_lane_and_drone_where_the_other_is_drawn_alone) {
  CLI::App app;
  int exit_code = -1;
  add_simulate_command(app, exit_code);
  std::size_t tried = 0;
  for (const CLI::Option* option : app.get_subcommand("simulate")->get_options()) {
    const bool of_lane = option->get_group() == "Lane";
    if (!of_lane && option->get_group() != "Drone") continue;
    static const std::map<std::string, std::string> kValues = {{"--light", "day"},
                                                               {"--weather", "fog"},
                                                               {"--flight", "nadir"},
                                                               {"--sun", "day"},
                                                               {"--terrain", "hills"},
                                                               {"--flight-weather", "mist"},
                                                               {"--palette", "rainbow"},
                                                               {"--gain", "plateau"},
                                                               {"--osd", ""},
                                                               {"--height", "50"},
                                                               {"--fps", "30"},
                                                               {"--telemetry-gap", "1,2"},
                                                               {"--telemetry-error", "none"}};
    const auto value = kValues.find(option->get_name());
    const CommandRun run =
        simulate("out --only " + std::string(of_lane ? "drone " : "lane ") + option->get_name() + " " +
                 (value == kValues.end() ? "2" : value->second));
    EXPECT_EQ(run.exit_code, 2) << option->get_name();
    EXPECT_THAT(run.err, HasSubstr(option->get_name() + ": found beside --only")) << option->get_name();
    ++tried;
  }
  EXPECT_GE(tried, 20U) << "the groups have other names by now";
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
