#include "tools/nightjar/hotlist_command.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/tools/nightjar/command_run.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class HotlistCheckCommand : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("nightjar_hotlist_check_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }
  static CommandRun check(const std::string& arguments) {
    return run_command(add_hotlist_command, "hotlist check " + arguments);
  }

  fs::path folder_;
};

TEST_F(HotlistCheckCommand, exits_0_for_a_list_that_loads_whole) {
  const std::string list = file("a.csv", "mark,owner,reason,weed\nA1,x,y,2199-01-01\nA2,x,y,2001-01-01\n");
  const CommandRun run = check(list);
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(
      run.out,
      HasSubstr(list + ": loads whole: 2 entries, of which 1 in force today, 0 not yet effective, 1 past "
                       "their weed date"));
}

TEST_F(HotlistCheckCommand, exits_0_with_warnings_and_prints_twenty_of_a_kind) {
  std::string text = "mark,owner,reason\n";
  for (int i = 0; i < 50; ++i) text += "A" + std::to_string(i) + ",,y\n";
  const std::string list = file("a.csv", text);
  const CommandRun run = check(list);
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, AllOf(HasSubstr(list + ":2: owner: missing"), HasSubstr(list + ":21: owner: missing"),
                             Not(HasSubstr(list + ":22: owner: missing")),
                             HasSubstr("owner: 30 more warnings of this kind")));
}

TEST_F(HotlistCheckCommand, exits_1_for_a_list_that_loads_without_bad_lines) {
  const std::string list = file("a.csv", "mark\nA1\n?\n");
  const CommandRun run = check(list);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, HasSubstr(list + ":3: mark: found "));
  EXPECT_THAT(run.out, HasSubstr(list + ": would load without the line named: 1 entries"));
}

TEST_F(HotlistCheckCommand, exits_2_for_a_list_that_would_be_refused) {
  const std::string list = file("a.csv", "mark,reason\nA1,\"open\n");
  const CommandRun run = check(list);
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr(list + ":2: text: found an unclosed quote"));
  EXPECT_THAT(run.out, HasSubstr(list + ": would be refused"));
}

TEST_F(HotlistCheckCommand, reports_every_file_and_exits_with_the_worst) {
  const std::string good = file("good.csv", "mark\nA1\n");
  const std::string bad = file("bad.csv", "mark\nA1\n?\n");
  const CommandRun run = check(bad + " " + (folder_ / "none.csv").string() + " " + good);
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("none.csv:1: file: does not exist, expected a hotlist"));
  EXPECT_THAT(run.out, AllOf(HasSubstr(good + ": loads whole"), HasSubstr(bad + ": would load without")));
}

TEST_F(HotlistCheckCommand, takes_the_number_of_bad_lines_to_allow) {
  const std::string list = file("a.csv", "mark\nA1\n?\n");
  EXPECT_EQ(check("--max-bad-lines 0 " + list).exit_code, 2);
  EXPECT_EQ(check("--max-bad-lines 1 " + list).exit_code, 1);
}

TEST_F(HotlistCheckCommand, says_how_many_alarms_an_hour_to_expect_and_from_what) {
  std::string text = "mark,action\n";
  for (int i = 0; i < 10000; ++i) text += fmt::format("AB{:05}C,STOP\n", i);
  const CommandRun run = check("--cameras 10 --reads-per-hour 500 " + file("a.csv", text));
  // 10,000 of a million entries: 1 % of 2 % of 5,000 reads an hour, and 0.4 / 24 x 10 x 1 % by likeness.
  EXPECT_THAT(run.out, HasSubstr("about 1.00 alarms an hour to expect, from 10000 alarming entries and 10 "
                                 "cameras of 500 reads an hour, where a million entries are hit by 2 %"));
}

TEST_F(HotlistCheckCommand, counts_the_entries_for_restricted_channels) {
  EXPECT_THAT(check(file("a.csv", "mark,action,marking\nA1,SILENT,\nA2,STOP,SECRET\nA3,STOP,\n")).out,
              HasSubstr("2 for a restricted channel only"));
}

TEST_F(HotlistCheckCommand, says_what_a_delta_would_do) {
  const CommandRun run =
      check(file("a.delta.csv", "# revision: 43\n# base: 42\nmark,change\nA1,add\nA2,add\nA3,remove\n"));
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, HasSubstr("loads whole: a delta from revision 42 to 43, adds 2, amends 0, removes 1"));
  EXPECT_EQ(check(file("b.delta.csv", "# revision: 43\n# base: 42\nmark,change\nA1,put\nA2,add\n")).exit_code,
            1);
}

TEST_F(HotlistCheckCommand, takes_the_deltas_beside_a_list_with_it) {
  const std::string list = file("a.csv", "# revision: 42\nmark\nA1\n");
  file("a.delta-43.csv", "# revision: 43\n# base: 42\nmark,change\nA2,add\n");
  EXPECT_THAT(check(list).out, AllOf(HasSubstr("loads whole: 2 entries"), HasSubstr("revision 43"),
                                     HasSubstr("with 1 deltas beside it")));
  file("a.delta-45.csv", "# revision: 45\n# base: 44\nmark,change\nA3,add\n");
  const CommandRun refused = check(list);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("a.delta-45.csv:1: base: found 44, expected 43"));
}

TEST_F(HotlistCheckCommand, needs_a_file) {
  EXPECT_EQ(check("").exit_code, 2);
}

}  // namespace
}  // namespace nightjar
