#include "tools/nightjar/check_command.hpp"

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

class CheckCommand : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("nightjar_check_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    fs::copy(fs::path(NIGHTJAR_TEST_DATA) / "sites" / "contract", folder_, fs::copy_options::recursive);
  }
  void TearDown() override { fs::remove_all(folder_); }

  CommandRun check() const {
    return run_command(add_check_command, "check " + (folder_ / "site.toml").string());
  }

  fs::path folder_;
};

TEST_F(CheckCommand, prints_what_it_understood_without_a_password) {
  const CommandRun run = check();
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(
      run.out,
      AllOf(HasSubstr("hampshire-1, version a1812a90ff10af23"), HasSubstr("will be made"),
            HasSubstr("open: live tcp://127.0.0.1:5560, desk tcp://127.0.0.1:5561, kept 30 days"),
            HasSubstr("1 entries (1 in force today"), HasSubstr("to channel open as alarm"),
            HasSubstr("a32-south, anpr: rtsp://10.0.0.5/stream over UDP, then TCP, buffer 200 ms"),
            HasSubstr("drone, thermal: " + (folder_ / "flight.ts").string()),
            HasSubstr("ground at 100 m above the ellipsoid"), HasSubstr("started at 2026-11-21T20:00:00Z")));
  EXPECT_THAT(run.out, Not(HasSubstr("secret")));
  EXPECT_FALSE(fs::exists(folder_ / "journal")) << "check makes nothing";
}

TEST_F(CheckCommand, says_which_list_is_matched_possibly) {
  EXPECT_THAT(check().out, HasSubstr(", also what may have been misread"));
}

TEST_F(CheckCommand, exits_2_with_every_error_on_stderr) {
  fs::remove(folder_ / "force.csv");
  fs::remove(folder_ / "flight.ts");
  const CommandRun run = check();
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(run.err, AllOf(HasSubstr("site.toml:14: hotlist[force].file: \"force.csv\" does not exist"),
                             HasSubstr("feed[drone].uri: \"flight.ts\" does not exist")));
}

TEST_F(CheckCommand, exits_2_for_a_list_that_is_refused) {
  std::ofstream(folder_ / "force.csv") << "mark,reason\nA1,\"open\n";
  const CommandRun run = check();
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("force.csv:2: text: found an unclosed quote"));
}

TEST_F(CheckCommand, tells_what_is_wrong_with_site_and_lists_at_once) {
  std::ofstream(folder_ / "force.csv") << "mark,reason\nA1,\"open\n";
  fs::remove(folder_ / "flight.ts");
  const CommandRun run = check();
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, AllOf(HasSubstr("site.toml:30: feed[drone].uri: "),
                             HasSubstr("force.csv:2: text: found an unclosed quote")));
}

TEST_F(CheckCommand, names_the_lines_that_a_list_loads_without) {
  std::ofstream(folder_ / "force.csv") << "mark,owner,reason\nA1,x,y\n?,x,y\n";
  const CommandRun run = check();
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.err, HasSubstr("force.csv:3: mark: found the partial mark \"?\""));
  EXPECT_THAT(run.out, HasSubstr("1 entries"));
}

TEST_F(CheckCommand, refuses_a_journal_within_a_file) {
  std::ofstream(folder_ / "journal") << "x";
  EXPECT_EQ(check().exit_code, 2) << "a file where the folder should be";
  fs::remove(folder_ / "journal");
  std::ofstream(folder_ / "other.toml")
      << "[site]\nname = \"x\"\njournal = \"force.csv/journal\"\n"
         "[[channel]]\nname = \"open\"\nlive = \"tcp://127.0.0.1:5560\"\n"
         "[[feed]]\nname = \"lane\"\nkind = \"anpr\"\nuri = \"rtsp://10.0.0.5\"\n";
  const CommandRun run = run_command(add_check_command, "check " + (folder_ / "other.toml").string());
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("force.csv is not a folder, expected one that can be written"));
}

TEST_F(CheckCommand, refuses_a_journal_that_cannot_be_written) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write to every folder";
  fs::create_directory(folder_ / "journal");
  fs::permissions(folder_ / "journal", fs::perms::owner_read | fs::perms::owner_exec);
  const CommandRun run = check();
  fs::permissions(folder_ / "journal", fs::perms::owner_all);
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("site.journal: "));
}

}  // namespace
}  // namespace nightjar
