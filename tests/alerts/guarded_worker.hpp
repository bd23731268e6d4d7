#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "alerts/curve_login.hpp"
#include "alerts/desk.hpp"
#include "alerts/desk_client.hpp"
#include "alerts/key_gate.hpp"
#include "alerts/publisher.hpp"
#include "alerts/subscriber.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_beat.hpp"
#include "tests/alerts/made_keys.hpp"

namespace nightjar {

/// A worker's sockets behind a gate, one open channel and one restricted, that beats every 10 ms.
class KeyGates : public testing::Test {
 protected:
  void open() {
    KeyGateOptions options;
    options.server_secret = server_.secret_key;
    options.channels = {{"open", false, keys_.folder()}, {"covert", true, keys_.folder()}};
    options.look_every = std::chrono::milliseconds(10);
    gate_ = std::make_shared<KeyGate>(options);
    PublisherOptions live;
    live.channels = {{"open", "tcp://127.0.0.1:*"}, {"covert", "tcp://127.0.0.1:*"}};
    live.gate = gate_;
    publisher_ = std::make_unique<Publisher>(live);
    DeskOptions desk;
    desk.channels = {{"open", "tcp://127.0.0.1:*"}, {"covert", "tcp://127.0.0.1:*"}};
    desk.gate = gate_;
    desk_ = std::make_unique<Desk>(desk, DeskDuties{{"snapshot", who()}, {"act", who()}});
    beating_ = std::jthread([this](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        for (const char* channel : {"open", "covert"}) publisher_->beat(beat_of(channel));
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
    });
  }

  void TearDown() override {
    if (beating_.joinable()) {
      beating_.request_stop();
      beating_.join();
    }
    desk_.reset();
    publisher_.reset();
    gate_.reset();
  }

  static DeskDuty who() {
    return [](const DeskRequest& request) {
      DeskAnswer answer;
      answer.fields["person"] = request.person;
      answer.fields["key"] = request.asker ? request.asker->key : "";
      return answer;
    };
  }

  [[nodiscard]] CurveLogin login(const CurveKey& key) const { return {server_.public_key, key}; }

  [[nodiscard]] std::unique_ptr<Subscriber> listener(const std::optional<CurveLogin>& login,
                                                     const std::string& channel = "open") const {
    SubscriberOptions options;
    options.endpoints = {publisher_->endpoint_of(channel)};
    if (login) options.logins.emplace(options.endpoints.front(), *login);
    options.stale_after = std::chrono::milliseconds(300);
    return std::make_unique<Subscriber>(options);
  }

  /// Whether a heartbeat is heard in time.
  static bool hears(Subscriber& subscriber, std::chrono::milliseconds within = std::chrono::seconds(5)) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (std::chrono::steady_clock::now() < until)
      if (const auto received = subscriber.next(std::chrono::milliseconds(10));
          received && std::holds_alternative<ReceivedBeat>(*received))
        return true;
    return false;
  }

  static bool comes_true(const std::function<bool()>& condition,
                         std::chrono::seconds within = std::chrono::seconds(20)) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (!condition() && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return condition();
  }

  bool answers(const CurveLogin& login, std::chrono::milliseconds within = std::chrono::seconds(5),
               const std::string& channel = "open") const {
    try {
      return DeskClient(desk_->endpoint_of(channel), login).ask({{"do", "snapshot"}}, within).ok;
    } catch (const DeskSilence&) {
      return false;
    }
  }

  MadeKeys keys_;
  CurveKey server_ = make_curve_key("worker", KeyRole::watch, {});
  std::shared_ptr<KeyGate> gate_;
  std::unique_ptr<Publisher> publisher_;
  std::unique_ptr<Desk> desk_;
  std::jthread beating_;
};

}  // namespace nightjar
