#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "tests/tools/nightjar/made_road.hpp"

namespace nightjar {

inline int free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bind(probe, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  close(probe);
  return ntohs(address.sin_port);
}

/// A folder with a site of one ANPR feed, pictures of a car's rear coming nearer, its mark on a list; gone
/// with the test.
class MadeSite {
 public:
  explicit MadeSite(const std::string& name)
      : folder_(std::filesystem::temp_directory_path() / ("nightjar-" + name)) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "road");
    write("list.csv", "mark,action,reason,owner\nLR33 TEE,STOP,Hare coursing,Country Watch\n");
    write("site.toml", text());
    for (int i = 0; i < 12; ++i) draw(i);
  }
  ~MadeSite() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  MadeSite(const MadeSite&) = delete;
  MadeSite& operator=(const MadeSite&) = delete;

  [[nodiscard]] std::string text() const {
    return "[site]\nname = \"made\"\njournal = \"journal\"\n"
           "[[channel]]\nname = \"open\"\nlive = \"" +
           live() + "\"\ndesk = \"tcp://127.0.0.1:" + std::to_string(desk_port_) +
           "\"\n"
           "[[hotlist]]\nname = \"force\"\nfile = \"list.csv\"\nchannel = \"open\"\n"
           "[[feed]]\nname = \"road\"\nkind = \"anpr\"\nuri = \"road\"\nfps = 5\nstarted_at = "
           "2026-11-21T20:00:00Z\n"
           "place = { lat = 51.01, lon = -1.15, bearing_deg = 180, words = \"A32 at West Meon\" }\n";
  }
  [[nodiscard]] std::string live() const { return "tcp://127.0.0.1:" + std::to_string(live_port_); }
  [[nodiscard]] int live_port() const { return live_port_; }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  void write(const std::string& name, const std::string& words) const {
    std::ofstream(folder_ / name) << words;
  }

 private:
  void draw(int i) const {
    cv::imwrite((folder_ / "road" / (std::to_string(1000 + i) + ".png")).string(),
                road_picture(i, "LR33 TEE"));
  }

  std::filesystem::path folder_;
  int live_port_ = free_port();
  int desk_port_ = free_port();
};

}  // namespace nightjar
