// What a consumer makes of a desk's answers.
#include <gtest/gtest.h>

#include <deque>

#include "alerts/alert_json.hpp"
#include "alerts/catch_up.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

/// The answers of a desk to a consumer that no socket carries.
class Answering : public testing::Test {
 protected:
  void beat(std::uint64_t seq) {
    AlertBeat beat;
    beat.stream = "5f";
    beat.channel = "open";
    beat.seq = seq;
    beat.head = hex(Sha256{});
    catch_up_.beat(beat);
  }
  /// The request, if there is one, at a time that moves on.
  nlohmann::json asked() {
    const auto request = catch_up_.request(now_ += 100s);
    return request ? nlohmann::json::parse(*request) : nlohmann::json();
  }
  bool answer(const nlohmann::json& request, nlohmann::json fields) {
    fields["id"] = request["id"];
    fields["ok"] = fields.value("ok", true);
    return catch_up_.answer(fields.dump(), now_);
  }

  ConsumerPlace place_{""};
  std::deque<Received> out_;
  CatchUp catch_up_{{}, place_, out_};
  CatchUp::Clock::time_point now_;
};

TEST_F(Answering, asks_for_the_snapshot_first_and_again_where_no_answer_comes) {
  EXPECT_TRUE(asked().is_null()) << "nothing is known of the worker yet";
  beat(3);
  const auto first = asked();
  EXPECT_EQ(first["do"], "snapshot");
  const auto second = asked();
  EXPECT_EQ(second["do"], "snapshot");
  EXPECT_NE(second["id"], first["id"]);
  EXPECT_FALSE(answer(first, {})) << "too late";
  EXPECT_TRUE(answer(second, {{"stream", "5f"}, {"channel", "open"}, {"seq", 3}, {"head", hex(Sha256{})}}));
  EXPECT_TRUE(catch_up_.current());
  EXPECT_TRUE(asked().is_null());
}

TEST_F(Answering, asks_for_the_next_at_once_where_a_picture_is_refused_and_pauses_where_anything_else_is) {
  CatchUpOptions options;
  options.pictures.wanted = true;
  CatchUp catch_up(options, place_, out_);
  const auto answer = [&](const nlohmann::json& request, nlohmann::json fields) {
    fields["id"] = request["id"];
    EXPECT_TRUE(catch_up.answer(fields.dump(), now_));
  };
  const auto ask = [&] { return nlohmann::json::parse(catch_up.request(now_).value_or("null")); };
  const nlohmann::json refusal{{"ok", false}, {"error", "reason: is missing"}};
  for (std::uint64_t seq = 1; seq <= 2; ++seq) {
    AlertEvent event = made_hit("a" + std::to_string(seq));
    event.stream = "5f";
    event.seq = seq;
    event.evidence = {{"frame", hex(sha256(event.alert)), evening(), "a32-south"}};
    EXPECT_TRUE(catch_up.live(event, to_json(event), ""));
  }
  now_ += 100s;
  answer(ask(), refusal);
  EXPECT_TRUE(ask().is_null()) << "the snapshot, a little later";
  now_ += 1s;
  answer(ask(), {{"ok", true}, {"stream", "5f"}, {"channel", "open"}, {"seq", 2}, {"head", hex(Sha256{})}});
  const auto first = ask();
  EXPECT_EQ(first["do"], "evidence");
  answer(first, refusal);
  const auto second = ask();
  EXPECT_EQ(second["do"], "evidence");
  EXPECT_NE(second["sha256"], first["sha256"]);
  answer(second, refusal);
  EXPECT_TRUE(ask().is_null()) << "none is left";
  AlertBeat beat;
  beat.stream = "5f";
  beat.channel = "open";
  beat.seq = 3;
  beat.head = hex(Sha256{});
  catch_up.beat(beat);
  EXPECT_EQ(ask()["do"], "since") << "at once";
}

TEST_F(Answering, is_led_astray_by_no_answer) {
  beat(3);
  const std::vector<nlohmann::json> strange{
      {{"stream", "5f"}},
      {{"stream", "5f"}, {"channel", "other"}, {"seq", 3}, {"head", hex(Sha256{})}},
      {{"stream", "5f"}, {"channel", "open"}, {"seq", -3}, {"head", hex(Sha256{})}},
      {{"stream", 5}, {"items", 7}},
      {{"ok", false}, {"error", {1, 2}}},
  };
  for (const auto& fields : strange) {
    const auto request = asked();
    ASSERT_FALSE(request.is_null());
    (void)answer(request, fields);
    EXPECT_FALSE(catch_up_.current()) << fields;
  }
  EXPECT_TRUE(answer(asked(), {{"stream", "5f"}, {"channel", "open"}, {"seq", 3}, {"head", hex(Sha256{})}}));
  beat(9);
  const std::vector<nlohmann::json> events{
      {{"stream", "other"}, {"items", {{{"seq", 4}, {"text", "{}"}}}}},
      {{"stream", "5f"}, {"next_stream", "5f"}, {"items", nlohmann::json::array()}},
      {{"stream", "5f"}, {"gone_before", 1}},
      {{"stream", "5f"}, {"items", {1, nlohmann::json::array(), {{"seq", 4}}}}},
      {{"stream", "5f"}, {"items", {{{"seq", 4}, {"deleted", true}, {"digest", "x"}}}}},
  };
  for (const auto& fields : events) {
    const auto request = asked();
    ASSERT_EQ(request["seq"], 3) << fields;
    (void)answer(request, fields);
  }
  EXPECT_TRUE(std::none_of(out_.begin(), out_.end(),
                           [](const Received& one) { return std::holds_alternative<ReceivedAlert>(one); }));
}

}  // namespace
}  // namespace nightjar
