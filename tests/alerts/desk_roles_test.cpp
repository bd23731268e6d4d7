#include "alerts/desk_roles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nightjar {
namespace {

using testing::HasSubstr;

DeskRequest asked(const std::string& what, std::optional<DeskAsker> asker, const std::string& person = "") {
  DeskRequest request;
  request.what = what;
  request.person = person;
  request.asker = std::move(asker);
  request.body = nlohmann::json::object();
  return request;
}

bool may(KeyRole role, const std::string& what) {
  DeskRequest request = asked(what, DeskAsker{"a", role});
  return role_fault(request).empty();
}

TEST(DeskRoles, let_each_role_do_what_it_is_for_and_what_those_below_it_may) {
  for (const char* what : {"snapshot", "since", "evidence", "search"}) EXPECT_TRUE(may(KeyRole::watch, what));
  for (const char* what : {"act", "lookup", "add", "cancel", "hold", "sortie"}) {
    EXPECT_FALSE(may(KeyRole::watch, what)) << what;
    EXPECT_TRUE(may(KeyRole::operate, what)) << what;
  }
  for (const char* what : {"accept", "export", "erase", "about"}) {
    EXPECT_FALSE(may(KeyRole::operate, what)) << what;
    EXPECT_TRUE(may(KeyRole::supervise, what)) << what;
    EXPECT_TRUE(may(KeyRole::console, what)) << what;
  }
  EXPECT_FALSE(may(KeyRole::operate, "something new")) << "what nobody has thought of is for few";
}

TEST(DeskRoles, take_a_search_for_a_mark_as_a_lookup) {
  DeskRequest request = asked("search", DeskAsker{"a", KeyRole::watch});
  request.body["mark"] = "AB12CDE";
  EXPECT_THAT(role_fault(request), HasSubstr("found a key for \"watch\", expected one for \"operate\""));
}

TEST(DeskRoles, make_the_keys_name_the_person) {
  DeskRequest request = asked("act", DeskAsker{"jo.example", KeyRole::operate});
  EXPECT_EQ(role_fault(request), "");
  EXPECT_EQ(request.person, "jo.example");
}

TEST(DeskRoles, let_nobody_but_a_console_act_for_another) {
  DeskRequest other = asked("act", DeskAsker{"jo.example", KeyRole::supervise}, "PC Example");
  EXPECT_THAT(role_fault(other), HasSubstr("expected \"jo.example\", whose key this is"));
  DeskRequest console = asked("act", DeskAsker{"console-7", KeyRole::console}, "PC Example");
  EXPECT_EQ(role_fault(console), "");
  EXPECT_EQ(console.person, "PC Example");
  DeskRequest nobody = asked("act", DeskAsker{"console-7", KeyRole::console});
  EXPECT_EQ(role_fault(nobody), "");
  EXPECT_EQ(nobody.person, "") << "a console is no person";
}

TEST(DeskRoles, ask_nothing_on_a_plain_channel) {
  DeskRequest request = asked("erase", std::nullopt, "PC Example");
  EXPECT_EQ(role_fault(request), "");
  EXPECT_EQ(request.person, "PC Example");
}

}  // namespace
}  // namespace nightjar
