#include "alerts/publisher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "alerts/endpoint.hpp"
#include "tests/alerts/listener.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_beat.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

PublisherOptions at(std::vector<LiveChannel> channels) {
  PublisherOptions options;
  options.channels = std::move(channels);
  return options;
}

ChainedEvent chained(const std::string& channel = "open") {
  return ChainEnd{}.append(made_hit("a", channel), "5f");
}

/// Beats until the listener has heard one: then its subscription stands.
void await(Publisher& publisher, Listener& listener, const std::string& channel) {
  std::jthread beating([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      publisher.beat(beat_of(channel));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  EXPECT_FALSE(listener.next("beat").empty());
}

std::string error_of(const std::string& endpoint) {
  try {
    const Publisher publisher(at({{"open", endpoint}}));
  } catch (const PublisherError& error) {
    return error.what();
  }
  return "";
}

TEST(Publisher, sends_an_alert_as_its_bytes_with_the_small_picture) {
  Publisher publisher(at({{"open", "tcp://127.0.0.1:*"}}));
  Listener listener(publisher.endpoint_of("open"));
  await(publisher, listener, "open");
  const ChainedEvent event = chained();
  EXPECT_TRUE(publisher.publish(event, "jpeg"));
  EXPECT_THAT(listener.next("alert"), ElementsAre("alert", event.text, "jpeg"));
  EXPECT_TRUE(publisher.publish(event, ""));
  EXPECT_THAT(listener.next("alert"), ElementsAre("alert", event.text));
}

TEST(Publisher, lets_no_picture_above_4_kib_travel) {
  Publisher publisher(at({{"open", "tcp://127.0.0.1:*"}}));
  Listener listener(publisher.endpoint_of("open"));
  await(publisher, listener, "open");
  publisher.publish(chained(), std::string(4097, 'j'));
  EXPECT_EQ(listener.next("alert").size(), 2U);
  EXPECT_EQ(publisher.pictures_too_large(), 1U);
}

TEST(Publisher, sends_a_beat_with_the_state_of_the_journal) {
  Publisher publisher(at({{"open", "tcp://127.0.0.1:*"}}));
  Listener listener(publisher.endpoint_of("open"));
  await(publisher, listener, "open");
  AlertBeat beat = beat_of("open");
  beat.seq = 12;
  beat.journal = JournalState::full;
  beat.unwritten = 3;
  publisher.beat(beat);
  std::vector<std::string> parts;
  do {
    parts = listener.next("beat");
  } while (parts.at(1).find("\"seq\":0") != std::string::npos);
  EXPECT_THAT(parts,
              ElementsAre("beat", R"({"stream":"5f","channel":"open","seq":12,"head":")" + hex(Sha256{}) +
                                      R"(","journal":"full","unwritten":3,)"
                                      R"("sent_at":"2026-11-21T20:00:00.000Z"})"));
  EXPECT_EQ(to_json(*beat_from_json(parts.at(1)).beat), parts.at(1));
}

TEST(Publisher, keeps_channels_apart) {
  Publisher publisher(at({{"open", "tcp://127.0.0.1:*"}, {"restricted", "tcp://127.0.0.1:*"}}));
  EXPECT_NE(publisher.endpoint_of("open"), publisher.endpoint_of("restricted"));
  Listener listener(publisher.endpoint_of("open"));
  await(publisher, listener, "open");
  publisher.publish(chained("restricted"), "");
  publisher.publish(chained("open"), "");
  EXPECT_THAT(listener.next("alert").at(1), HasSubstr(R"("channel":"open")"));
  EXPECT_FALSE(publisher.publish(chained("elsewhere"), ""));
}

TEST(Publisher, says_which_channel_has_a_port_in_use) {
  const Publisher first(at({{"open", "tcp://127.0.0.1:*"}}));
  const std::string endpoint = first.endpoint_of("open");
  EXPECT_EQ(error_of(endpoint), "channel open: live: \"" + endpoint + "\" is in use by another program");
}

TEST(Publisher, refuses_what_others_could_reach) {
  for (const char* endpoint :
       {"tcp://*:5560", "tcp://0.0.0.0:5560", "tcp://192.168.1.5:5560", "tcp://[::]:5560",
        "tcp://example.com:5560", "tcp://eth0:5560", "tcp://127.0.0.1.example.com:5560"}) {
    EXPECT_EQ(error_of(endpoint),
              std::string("channel open: live: \"") + endpoint +
                  "\" is not loopback; without encryption only 127.0.0.1, [::1] and ipc:// "
                  "may be used");
  }
}

TEST(Endpoint, of_an_encrypted_channel_may_be_any_address) {
  for (const char* endpoint :
       {"tcp://*:5560", "tcp://0.0.0.0:5560", "tcp://192.168.1.5:5560", "tcp://[::]:5560"})
    EXPECT_FALSE(live_endpoint_fault(endpoint, Wiring::encrypted)) << endpoint;
  EXPECT_FALSE(connect_endpoint_fault("tcp://worker-1.example.org:5560", Wiring::encrypted));
  EXPECT_TRUE(connect_endpoint_fault("tcp://worker-1.example.org", Wiring::encrypted));
}

TEST(Endpoint, for_all_addresses_is_reached_from_here_by_loopback) {
  EXPECT_EQ(endpoint_from_here("tcp://*:5560"), "tcp://127.0.0.1:5560");
  EXPECT_EQ(endpoint_from_here("tcp://0.0.0.0:5560"), "tcp://127.0.0.1:5560");
  EXPECT_EQ(endpoint_from_here("tcp://[::]:5560"), "tcp://[::1]:5560");
  EXPECT_EQ(endpoint_from_here("tcp://192.168.1.5:5560"), "tcp://192.168.1.5:5560");
  EXPECT_EQ(endpoint_from_here("ipc:///run/open"), "ipc:///run/open");
}

TEST(Publisher, refuses_what_is_no_endpoint) {
  for (const char* endpoint : {"", "5560", "tcp://", "udp://127.0.0.1:5560", "tcp://127.0.0.1", "ipc://"}) {
    EXPECT_THAT(error_of(endpoint), HasSubstr("is no endpoint")) << endpoint;
  }
  for (const char* endpoint :
       {"tcp://127.0.0.1:", "tcp://127.0.0.1:0", "tcp://127.0.0.1:65536", "tcp://127.0.0.1:x"}) {
    EXPECT_THAT(error_of(endpoint), HasSubstr("has no port")) << endpoint;
  }
}

TEST(Publisher, takes_every_form_of_loopback) {
  for (const char* endpoint : {"tcp://127.0.0.1:*", "tcp://127.8.8.8:*"}) {
    EXPECT_EQ(error_of(endpoint), "") << endpoint;
  }
  EXPECT_FALSE(live_endpoint_fault("tcp://[::1]:5560"));
  EXPECT_TRUE(live_endpoint_fault("tcp://localhost:5560"));  // an address to connect to, not to bind
  EXPECT_FALSE(connect_endpoint_fault("tcp://localhost:5560"));
  EXPECT_FALSE(live_endpoint_fault("ipc:///run/nightjar/open"));
}

}  // namespace
}  // namespace nightjar
