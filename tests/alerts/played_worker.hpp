#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>
#include <zmq.hpp>

#include "tests/alerts/made_worker.hpp"

namespace nightjar {

/// A worker that says what a conversation has, in order, and waits to be asked what it has.
class PlayedWorker {
 public:
  PlayedWorker(const std::filesystem::path& folder, nlohmann::json steps) : steps_(std::move(steps)) {
    live_.set(zmq::sockopt::rcvtimeo, 15'000);
    desk_.set(zmq::sockopt::rcvtimeo, 15'000);
    live_.set(zmq::sockopt::linger, 1000);
    desk_.set(zmq::sockopt::linger, 1000);
    live_.bind(MadeWorker::live(folder));
    desk_.bind(MadeWorker::desk(folder));
    thread_ = std::thread([this] { play(); });
  }
  ~PlayedWorker() { thread_.join(); }
  PlayedWorker(const PlayedWorker&) = delete;
  PlayedWorker& operator=(const PlayedWorker&) = delete;

  /// How many lines the consumer has said.
  void said(std::size_t lines) { said_ = lines; }

  /// What was not as the conversation has it; call it when the consumer is done.
  std::string fault() {
    if (thread_.joinable()) thread_.join();
    thread_ = std::thread([] {});
    return fault_;
  }

 private:
  void play() {
    zmq::message_t subscription;
    if (!live_.recv(subscription)) fault_ = "nobody listens";
    for (const nlohmann::json& step : steps_) {
      const std::size_t lines = step.value("after", std::size_t{0});
      for (int i = 0; i < 1500 && said_ < lines; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      if (said_ < lines && fault_.empty()) fault_ = "not said: line " + std::to_string(lines);
      if (!fault_.empty()) return;
      if (step.contains("send")) {
        send(live_, step["send"].get<std::vector<std::string>>());
      } else {
        answer(step);
      }
    }
  }
  void answer(const nlohmann::json& step) {
    zmq::message_t asker, request;
    if (!desk_.recv(asker) || !desk_.recv(request)) {
      fault_ = "not asked: " + step["asked"].dump();
      return;
    }
    const nlohmann::json asked = nlohmann::json::parse(request.to_string());
    for (const auto& [name, value] : step["asked"].items())
      if (asked.value(name, nlohmann::json()) != value)
        fault_ = "asked " + asked.dump() + ", not " + step["asked"].dump();
    nlohmann::json page = step["answer"];
    page.update({{"id", asked["id"]}, {"ok", true}, {"page", 1}, {"pages", 1}});
    send(desk_, {asker.to_string(), page.dump()});
  }
  static void send(zmq::socket_t& socket, const std::vector<std::string>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i)
      (void)socket.send(zmq::buffer(parts[i]),
                        i + 1 < parts.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
  }

  nlohmann::json steps_;
  zmq::context_t context_;
  zmq::socket_t live_{context_, zmq::socket_type::xpub};
  zmq::socket_t desk_{context_, zmq::socket_type::router};
  std::string fault_;
  std::atomic<std::size_t> said_ = 0;
  std::thread thread_;
};

}  // namespace nightjar
