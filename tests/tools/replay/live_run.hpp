#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/tools/nightjar/child_process.hpp"
#include "tests/tools/nightjar/made_site.hpp"
#include "tools/simulate/served_footage.hpp"

namespace nightjar {

/// Drawn footage that is served as cameras and drones serve theirs, and a worker that watches it live.
class LiveRun {
 public:
  LiveRun(const std::string& name, double lane_s, double drone_s) : site(name) {
    FootageOptions footage;
    footage.lane_s = lane_s;
    footage.drone_s = drone_s;
    FootageProgress progress;
    EXPECT_TRUE(write_footage(site.file("f"), footage, progress, {}));
    served_.emplace(site.file("f"), footage, rtsp_, telemetry_);
  }

  [[nodiscard]] std::string lane() const { return "uri = \"" + address() + "/lane\"\n"; }
  [[nodiscard]] std::string drone() const {
    return "ground = { level_m = 100 }\ntelemetry = \"udp://127.0.0.1:" + std::to_string(telemetry_) +
           "\"\nuri = \"" + address() + "/drone\"\n";
  }

  /// Watches these feeds for ten seconds from their first pictures. False where that did not go well.
  [[nodiscard]] bool watch(const std::string& lists_and_feeds, const std::vector<std::string>& feeds) {
    using namespace std::chrono_literals;
    site.write("live.toml",
               "[site]\nname = \"live\"\njournal = \"journal\"\n[[channel]]\nname = \"open\"\nlive = \"" +
                   site.live() + "\"\n" + lists_and_feeds);
    ChildProcess live({NIGHTJAR_PROGRAM, "run", site.file("live.toml").string()}, site.file("run.log"));
    bool seen = true;
    for (const std::string& feed : feeds) seen = seen && live.says("feed " + feed + ": first frame", 60s);
    if (seen) std::this_thread::sleep_for(10s);
    live.signal(SIGTERM);
    const bool ended = live.wait(30s) == 0;
    output = live.output();
    return seen && ended;
  }

  MadeSite site;
  std::string output;

 private:
  [[nodiscard]] std::string address() const { return "rtsp://127.0.0.1:" + std::to_string(rtsp_); }

  int rtsp_ = free_port();
  int telemetry_ = free_port();
  std::optional<ServedFootage> served_;
};

}  // namespace nightjar
