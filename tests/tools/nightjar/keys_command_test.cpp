#include "tools/nightjar/keys_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/made_keys.hpp"
#include "tests/tools/nightjar/command_run.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(KeysCommand, makes_a_key_that_can_be_read_again) {
  const MadeKeys keys;
  const CommandRun run =
      run_command(add_keys_command, "keys new console-7 --out " + keys.file("made").string() +
                                        " --role console --channel open --channel covert");
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("console-7.secret: keep it"));
  const KeyReading read = read_secret_key(keys.file("made") / "console-7.secret");
  ASSERT_TRUE(read.key) << read.errors.front();
  EXPECT_EQ(read.key->role, KeyRole::console);
  EXPECT_THAT(read.key->channels, ElementsAre("open", "covert"));
  EXPECT_THAT(run.out, Not(HasSubstr(read.key->secret_key)));
}

TEST(KeysCommand, overwrites_nothing) {
  const MadeKeys keys;
  const std::string line = "keys new a --out " + keys.folder().string();
  EXPECT_EQ(run_command(add_keys_command, line).exit_code, 0);
  const CommandRun again = run_command(add_keys_command, line);
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.err, HasSubstr("is there already"));
}

TEST(KeysCommand, refuses_what_no_key_can_be_called) {
  const MadeKeys keys;
  const std::string out = " --out " + keys.folder().string();
  EXPECT_EQ(run_command(add_keys_command, "keys new ../a" + out).exit_code, 2);
  EXPECT_EQ(run_command(add_keys_command, "keys new a --role boss" + out).exit_code, 2);
  EXPECT_EQ(run_command(add_keys_command, "keys new a --channel x,y" + out).exit_code, 2);
  EXPECT_EQ(run_command(add_keys_command, "keys new a").exit_code, 2);
}

}  // namespace
}  // namespace nightjar
