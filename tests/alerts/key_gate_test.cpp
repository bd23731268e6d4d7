#include "alerts/key_gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/guarded_worker.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

using testing::HasSubstr;

TEST_F(KeyGates, let_an_allowed_key_in_and_say_whose_it_is) {
  const CurveKey jo = keys_.add("jo.example", KeyRole::operate);
  open();
  EXPECT_TRUE(hears(*listener(login(jo))));
  DeskClient client(desk_->endpoint_of("open"), login(jo));
  const DeskReply reply = client.ask({{"do", "act"}});
  EXPECT_TRUE(reply.ok) << reply.error;
  EXPECT_EQ(reply.fields["person"], "jo.example");
  EXPECT_EQ(reply.fields["key"], "jo.example");
}

TEST_F(KeyGates, journal_both_names_where_a_console_acts_for_a_person) {
  const CurveKey console = keys_.add("console-7", KeyRole::console);
  open();
  const DeskReply reply =
      DeskClient(desk_->endpoint_of("open"), login(console)).ask({{"do", "act"}, {"person", "PC Example"}});
  EXPECT_EQ(reply.fields["person"], "PC Example");
  EXPECT_EQ(reply.fields["key"], "console-7");
}

TEST_F(KeyGates, hold_a_key_to_its_role) {
  const CurveKey jo = keys_.add("jo.example", KeyRole::watch);
  open();
  DeskClient client(desk_->endpoint_of("open"), login(jo));
  EXPECT_TRUE(client.ask({{"do", "snapshot"}}).ok);
  EXPECT_THAT(client.ask({{"do", "act"}}).error, HasSubstr("expected one for \"operate\""));
  EXPECT_THAT(client.ask({{"do", "snapshot"}, {"person", "PC Example"}}).error, HasSubstr("only a console"));
  std::filesystem::remove(keys_.file("jo.example.public"));
  keys_.write("jo.example.public", "name: jo.example\nrole: operate\npublic: " + jo.public_key + "\n");
  EXPECT_TRUE(comes_true([&] {
    try {
      return client.ask({{"do", "act"}}, 1s).ok;
    } catch (const DeskSilence&) {
      return false;
    }
  })) << "a new role counts from the next request";
}

TEST_F(KeyGates, keep_a_key_off_a_channel_that_it_is_not_cleared_for) {
  const CurveKey jo = keys_.add("jo.example"), sam = keys_.add("sam.example", KeyRole::watch, {"covert"});
  open();
  EXPECT_TRUE(hears(*listener(login(sam), "covert")));
  EXPECT_FALSE(hears(*listener(login(jo), "covert"), 300ms));
  EXPECT_FALSE(hears(*listener(login(sam), "open"), 300ms));
  EXPECT_FALSE(answers(login(jo), 300ms, "covert"));
  EXPECT_GE(gate_->counts().not_cleared, 3U);
}

TEST_F(KeyGates, let_a_new_key_in_and_disturb_nobody) {
  const CurveKey jo = keys_.add("jo.example");
  open();
  const auto other = listener(login(jo));
  ASSERT_TRUE(hears(*other));
  const CurveKey sam = make_curve_key("sam.example", KeyRole::watch, {});
  const auto early = listener(login(sam));
  EXPECT_TRUE(comes_true([&] { return gate_->counts().unknown > 0; }));
  write_key(sam, keys_.folder());
  EXPECT_TRUE(hears(*early, 20s)) << "it need not even connect anew by hand";
  EXPECT_EQ(gate_->edition("open"), 0U);
}

TEST_F(KeyGates, end_a_revoked_keys_session_while_others_are_soon_back) {
  const CurveKey jo = keys_.add("jo.example"), sam = keys_.add("sam.example", KeyRole::watch, {"covert"});
  const CurveKey ann = keys_.add("ann.example");
  open();
  const auto revoked = listener(login(jo)), other = listener(login(ann)),
             elsewhere = listener(login(sam), "covert");
  ASSERT_TRUE(hears(*revoked) && hears(*other) && hears(*elsewhere));
  DeskClient asking(desk_->endpoint_of("open"), login(jo));
  ASSERT_TRUE(asking.ask({{"do", "snapshot"}}).ok);
  keys_.revoke("jo.example");
  ASSERT_TRUE(comes_true([&] { return gate_->edition("open") == 1; }));
  EXPECT_TRUE(comes_true([&] { return gate_->counts().revoked > 0; })) << "its client tries again";
  while (revoked->next(0ms)) {
  }
  EXPECT_FALSE(hears(*revoked, 300ms));
  EXPECT_THROW((void)asking.ask({{"do", "snapshot"}}, 300ms), DeskSilence);
  while (other->next(0ms)) {
  }
  EXPECT_TRUE(hears(*other));
  EXPECT_TRUE(answers(login(ann)));
  EXPECT_EQ(gate_->edition("covert"), 0U) << "other channels are left alone";
}

TEST_F(KeyGates, keep_everybody_in_while_the_folder_cannot_be_read) {
  const CurveKey jo = keys_.add("jo.example");
  open();
  const std::filesystem::path aside = keys_.folder().string() + "-aside";
  std::filesystem::rename(keys_.folder(), aside);
  std::this_thread::sleep_for(100ms);
  EXPECT_TRUE(hears(*listener(login(jo))));
  EXPECT_EQ(gate_->edition("open"), 0U);
  std::filesystem::rename(aside, keys_.folder());
}

TEST_F(KeyGates, refuse_to_start_on_a_key_that_cannot_be_read) {
  (void)keys_.add("jo.example");
  keys_.write("x.public", "nonsense\n");
  try {
    open();
    FAIL() << "it started";
  } catch (const KeyFileError& error) {
    EXPECT_THAT(error.what(), HasSubstr("x.public:1: line: found \"nonsense\""));
  }
}

}  // namespace
}  // namespace nightjar
