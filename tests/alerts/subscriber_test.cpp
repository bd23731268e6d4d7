#include "alerts/subscriber.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <zmq.hpp>

#include "alerts/alert_outlet.hpp"
#include "alerts/publisher.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

TEST(SequenceWatch, joins_a_stream_where_it_stands) {
  SequenceWatch watch;
  const auto verdict = watch.saw("A", "s", "open", 41);
  EXPECT_EQ(verdict.place, SequenceWatch::Place::next);
  EXPECT_FALSE(verdict.gap);
  EXPECT_FALSE(watch.heard_of("A", "s", "open", 41));
}

TEST(SequenceWatch, finds_what_is_missing_between_two_numbers) {
  SequenceWatch watch;
  (void)watch.saw("A", "s", "open", 1);
  const auto verdict = watch.saw("A", "s", "open", 5);
  ASSERT_TRUE(verdict.gap);
  EXPECT_EQ(verdict.gap->first, 2U);
  EXPECT_EQ(verdict.gap->last, 4U);
}

TEST(SequenceWatch, finds_a_lost_newest_event_by_the_heartbeat) {
  SequenceWatch watch;
  EXPECT_FALSE(watch.heard_of("A", "s", "open", 7));
  const auto gap = watch.heard_of("A", "s", "open", 9);
  ASSERT_TRUE(gap);
  EXPECT_EQ(gap->first, 8U);
  EXPECT_EQ(gap->last, 9U);
  EXPECT_FALSE(watch.heard_of("A", "s", "open", 9));
}

TEST(SequenceWatch, knows_what_it_had_whoever_it_comes_from) {
  SequenceWatch watch;
  (void)watch.saw("A", "s", "open", 3);
  EXPECT_EQ(watch.saw("A", "s", "open", 3).place, SequenceWatch::Place::again);
  EXPECT_EQ(watch.saw("B", "s", "open", 3).place, SequenceWatch::Place::again);
  EXPECT_EQ(watch.saw("B", "s", "open", 4).place, SequenceWatch::Place::next);
}

TEST(SequenceWatch, expects_a_new_stream_of_a_known_source_from_its_first_number) {
  SequenceWatch watch;
  (void)watch.saw("A", "old", "open", 9);
  const auto verdict = watch.saw("A", "new", "open", 3);
  ASSERT_TRUE(verdict.gap);
  EXPECT_EQ(verdict.gap->first, 1U);
  EXPECT_EQ(verdict.gap->last, 2U);
}

TEST(SequenceWatch, keeps_channels_and_sources_apart) {
  SequenceWatch watch;
  (void)watch.saw("A", "s", "open", 9);
  EXPECT_FALSE(watch.saw("A", "s", "restricted", 2).gap);
  EXPECT_FALSE(watch.saw("B", "other", "open", 30).gap);
}

/// A publisher under the test's control, and a subscriber that has heard it.
class Listening : public testing::Test {
 protected:
  Listening() {
    PublisherOptions options;
    options.channels = {{"open", "tcp://127.0.0.1:*"}};
    publisher_.emplace(options);
    SubscriberOptions listening;
    listening.endpoints = {publisher_->endpoint_of("open")};
    listening.stale_after = 300ms;
    subscriber_.emplace(listening);
    while (!std::holds_alternative<ReceivedBeat>(next())) {
    }
  }

  void beat(std::uint64_t seq = 0) {
    AlertBeat beat;
    beat.stream = "5f";
    beat.channel = "open";
    beat.seq = seq;
    beat.head = hex(Sha256{});
    beat.sent_at = evening();
    publisher_->beat(beat);
  }

  void publish(std::uint64_t seq, const AlertEvent& event = made_hit(), const std::string& picture = "") {
    ChainEnd before;
    before.seq = seq - 1;
    publisher_->publish(before.append(event, "5f"), picture);
  }

  /// The next thing heard, with a beat now and then so that the link stays live.
  Received next() {
    for (int i = 0; i < 100; ++i) {
      if (auto received = subscriber_->next(20ms)) return *received;
      beat(newest_);
    }
    throw std::runtime_error("nothing came");
  }

  template <typename Wanted>
  Wanted next_of() {
    while (true) {
      Received received = next();
      if (auto* wanted = std::get_if<Wanted>(&received)) return *wanted;
    }
  }

  std::uint64_t newest_ = 0;
  std::optional<Publisher> publisher_;
  std::optional<Subscriber> subscriber_;
};

TEST_F(Listening, hands_on_each_event_once_with_its_bytes_and_picture) {
  newest_ = 2;
  publish(1, made_hit("first"), "jpeg");
  publish(1, made_hit("first"), "jpeg");
  publish(2, made_hit("second"));
  const auto first = next_of<ReceivedAlert>();
  EXPECT_EQ(first.event.alert, "first");
  EXPECT_EQ(first.picture, "jpeg");
  EXPECT_EQ(first.json.find("{\"stream\":\"5f\",\"seq\":1,"), 0U);
  EXPECT_EQ(next_of<ReceivedAlert>().event.alert, "second");
  EXPECT_EQ(subscriber_->counts().doubles, 1U);
}

TEST_F(Listening, says_what_was_missed) {
  newest_ = 4;
  publish(1);
  (void)next_of<ReceivedAlert>();
  publish(4);
  const auto gap = next_of<SequenceGap>();
  EXPECT_EQ(gap.first, 2U);
  EXPECT_EQ(gap.last, 3U);
  EXPECT_EQ(next_of<ReceivedAlert>().event.seq, 4U);
}

TEST_F(Listening, calls_a_silent_endpoint_stale_and_live_again_when_it_beats) {
  std::optional<Received> received;
  for (int i = 0; i < 50 && !(received && std::holds_alternative<LinkChange>(*received)); ++i) {
    received = subscriber_->next(50ms);
  }
  ASSERT_TRUE(received);
  EXPECT_EQ(std::get<LinkChange>(*received).state, LinkState::stale);
  beat();
  EXPECT_EQ(next_of<LinkChange>().state, LinkState::live);
}

TEST_F(Listening, refuses_events_of_a_replay) {
  AlertEvent replayed = made_hit("yesterday");
  replayed.replay = true;
  newest_ = 2;
  publish(1, replayed);
  publish(2, made_hit("today"));
  EXPECT_EQ(next_of<ReceivedAlert>().event.alert, "today");
  EXPECT_EQ(subscriber_->counts().replays_refused, 1U);
}

TEST(Subscriber, counts_what_is_no_message_and_goes_on) {
  zmq::context_t context;
  zmq::socket_t stranger(context, zmq::socket_type::pub);
  stranger.bind("tcp://127.0.0.1:*");
  SubscriberOptions options;
  options.endpoints = {stranger.get(zmq::sockopt::last_endpoint)};
  Subscriber subscriber(options);
  const auto send = [&](const std::vector<std::string>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      stranger.send(zmq::buffer(parts[i]),
                    i + 1 < parts.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
    }
  };
  ChainEnd end;
  const auto hear_good = [&]() -> std::optional<std::string> {
    for (int i = 0; i < 200; ++i) {
      send({"alert", end.append(made_hit("good"), "5f").text});
      const auto received = subscriber.next(20ms);
      if (received && std::holds_alternative<ReceivedAlert>(*received))
        return std::get<ReceivedAlert>(*received).json;
    }
    return std::nullopt;
  };
  const std::optional<std::string> good = hear_good();
  ASSERT_TRUE(good);
  const std::vector<std::vector<std::string>> strange{{"alert"},
                                                      {"alert", "{}"},
                                                      {"beat", "[]"},
                                                      {"beat", *good, "more"},
                                                      {"alert", *good, std::string(5000, 'j')},
                                                      {"alert", *good, "j", "k", "l", "m", "n"},
                                                      {"", ""}};
  for (const auto& parts : strange) send(parts);
  EXPECT_TRUE(hear_good());
  EXPECT_EQ(subscriber.counts().malformed, strange.size());
}

TEST(Subscriber, refuses_what_is_no_endpoint_of_this_machine) {
  SubscriberOptions options;
  options.endpoints = {"tcp://10.0.0.1:5560"};
  EXPECT_THROW(Subscriber{options}, SubscriberError);
}

TEST(Subscriber, hears_an_outlet_that_starts_later_and_one_that_starts_again) {
  const TemporaryFolder folder;
  AlertOutletOptions options;
  options.delivery.journal = folder.path() / "journal";
  options.delivery.publisher.channels = {{"open", "ipc://" + (folder.path() / "live").string()}};
  options.beat_every = 50ms;
  SubscriberOptions listening;
  listening.endpoints = {options.delivery.publisher.channels.front().endpoint};
  listening.stale_after = 400ms;
  Subscriber subscriber(listening);
  for (std::uint64_t round = 1; round <= 2; ++round) {
    const CaptureTime begun = options.delivery.now();
    AlertOutlet outlet(options);
    std::optional<Received> received;
    const auto heard_this_one = [&] {  // and not the last words of the one before
      return received && std::holds_alternative<ReceivedBeat>(*received) &&
             std::get<ReceivedBeat>(*received).beat.sent_at >= begun;
    };
    for (int i = 0; i < 200 && !heard_this_one(); ++i) received = subscriber.next(50ms);
    outlet.post(made_parcel());
    for (int i = 0; i < 200 && !(received && std::holds_alternative<ReceivedAlert>(*received)); ++i) {
      received = subscriber.next(50ms);
    }
    ASSERT_TRUE(received && std::holds_alternative<ReceivedAlert>(*received));
    EXPECT_EQ(std::get<ReceivedAlert>(*received).event.seq, round);
  }
}

}  // namespace
}  // namespace nightjar
