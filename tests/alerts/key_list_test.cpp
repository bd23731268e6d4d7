#include "alerts/key_list.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

CurveKey key(const std::string& name, std::vector<std::string> channels = {}) {
  return {name, KeyRole::watch, std::move(channels), "public of " + name, ""};
}

KeyList list_of(const std::string& channel, bool restricted, const std::vector<CurveKey>& keys) {
  KeyList list(channel, restricted);
  (void)list.replace(keys);
  return list;
}

TEST(KeyList, clears_a_key_that_names_no_channel_for_those_that_are_not_restricted) {
  EXPECT_EQ(list_of("open", false, {key("a")}).admit("public of a"), KeyStanding::cleared);
  EXPECT_EQ(list_of("covert", true, {key("a")}).admit("public of a"), KeyStanding::not_cleared);
}

TEST(KeyList, clears_a_key_that_names_channels_for_those_alone) {
  EXPECT_EQ(list_of("open", false, {key("a", {"covert"})}).admit("public of a"), KeyStanding::not_cleared);
  EXPECT_EQ(list_of("covert", true, {key("a", {"covert"})}).admit("public of a"), KeyStanding::cleared);
  EXPECT_FALSE(list_of("open", false, {key("a", {"covert"})}).cleared("public of a"));
}

TEST(KeyList, tells_a_revoked_key_from_one_that_nobody_knows) {
  KeyList list = list_of("open", false, {key("a"), key("b")});
  (void)list.replace({key("b")});
  EXPECT_EQ(list.admit("public of a"), KeyStanding::revoked);
  EXPECT_EQ(list.name_of("public of a"), "a");
  EXPECT_EQ(list.admit("public of c"), KeyStanding::unknown);
  EXPECT_EQ(list.admit("public of b"), KeyStanding::cleared);
  (void)list.replace({key("a"), key("b")});
  EXPECT_EQ(list.admit("public of a"), KeyStanding::cleared) << "given back";
}

TEST(KeyList, says_that_somebody_inside_has_lost_a_key) {
  KeyList list = list_of("open", false, {key("a"), key("b")});
  EXPECT_FALSE(list.replace({key("a")})) << "b never came in";
  (void)list.admit("public of a");
  EXPECT_FALSE(list.replace({key("a"), key("c")})) << "a new key disturbs nobody";
  EXPECT_TRUE(list.replace({key("c")}));
  EXPECT_FALSE(list.replace({})) << "all had to come in again, and nobody has";
}

TEST(KeyList, takes_a_channel_that_was_taken_off_a_key_as_its_loss) {
  KeyList list = list_of("covert", true, {key("a", {"covert"})});
  (void)list.admit("public of a");
  EXPECT_TRUE(list.replace({key("a", {"open"})}));
}

}  // namespace
}  // namespace nightjar
