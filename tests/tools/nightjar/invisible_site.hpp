#pragma once

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "alerts/curve_login.hpp"
#include "alerts/key_file.hpp"
#include "tests/tools/nightjar/made_road.hpp"

namespace nightjar {

/// Free, none that is given twice here, and none that the machine gives to who connects: several sites start
/// at once, and those who come to them try before they are there.
inline int quiet_port() {
  static std::atomic<int> next = 12'000 + ::getpid() % 1000 * 16;
  for (;;) {
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int port = next++;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    const bool free = bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(probe);
    if (free) return port;
  }
}

/// What is listed besides, on a road and in a field that are always the same.
enum class ListedBesides {
  nothing,
  covert_entries,  ///< and an area from which heat is told on the restricted channel
  open_entry,
};

/// What becomes of the covert entries while the worker runs.
enum class CovertEdition { first, more, refused };

/// A site with an open and a restricted channel, both encrypted, a road with three cars and a field with two
/// people. Both end in a picture that is an hour away, so that neither feed ends while somebody watches; who
/// has heard of the third car has heard of everything. Gone with the test.
class InvisibleSite {
 public:
  /// `pace`: how much slower than usual everything goes by, for a machine that cannot keep up.
  InvisibleSite(const std::string& name, ListedBesides besides, double pace)
      : folder_(std::filesystem::temp_directory_path() / fmt::format("nightjar-{}-{}", name, ::getpid())),
        besides_(besides),
        pace_(pace) {
    std::filesystem::remove_all(folder_);
    for (const char* inner : {"road", "field", "keys/clients"})
      std::filesystem::create_directories(folder_ / inner);
    draw_road();
    draw_field();
    for (const auto& [who, channels] : {std::pair<std::string, std::vector<std::string>>{"worker", {}},
                                        {"eve", {}},
                                        {"jo", {"open", "covert"}}})
      write_key(make_curve_key(who, KeyRole::supervise, channels), folder_ / "keys");
    for (const char* who : {"eve.public", "jo.public"})
      std::filesystem::copy_file(folder_ / "keys" / who, folder_ / "keys/clients" / who);
    write("areas.geojson", areas());
    list(CovertEdition::first);
    write("site.toml", text());
  }
  ~InvisibleSite() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  InvisibleSite(const InvisibleSite&) = delete;
  InvisibleSite& operator=(const InvisibleSite&) = delete;

  /// The lists, as far as it depends on `besides`; the open entries stay as they are.
  void list(CovertEdition edition) const {
    const bool covert = besides_ == ListedBesides::covert_entries;
    const bool more = edition != CovertEdition::first;
    const int revision = edition == CovertEdition::refused ? 6 : more ? 9 : 8;
    std::string force = fmt::format("# revision: {}\nmark,action,reason,owner,weed\n", covert ? revision : 7);
    if (covert) force += "LR33 TEE,SILENT,Source protection,Special Branch,\nK1 LLL,SILENT,s,s,31 Dec\n";
    if (covert && more) force += "AB12 CDE,SILENT,Another,Special Branch,\n";
    force += "LR33 TEE,STOP,Hare coursing,Country Watch,\n";
    force += "KX05 WYZ,STOP,Burglary,DC Example,\nQQ1,STOP,r,o,never\n";
    if (besides_ == ListedBesides::open_entry) force += "LR33 TEE,STOP,Theft of plant,DC Example,\n";
    write("list.csv", force);
    write("covert.csv", std::string("mark,reason,owner\nZZ99 ZZZ,r,o\n") +
                            (covert ? "LR33TEE,Source protection,Special Branch\n" : "") +
                            (covert && more ? "AB12CDE,r,o\n" : ""));
  }

  [[nodiscard]] double pace() const { return pace_; }
  [[nodiscard]] bool has_covert_entries() const { return besides_ == ListedBesides::covert_entries; }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] std::string live(const std::string& channel) const {
    return endpoint(channel == "open" ? open_live_ : covert_live_);
  }
  [[nodiscard]] std::string desk(const std::string& channel) const {
    return endpoint(channel == "open" ? open_desk_ : covert_desk_);
  }
  [[nodiscard]] CurveLogin login(const std::string& who) const {
    return {read_public_key(folder_ / "keys/worker.public").key.value().public_key,
            read_secret_key(folder_ / "keys" / (who + ".secret")).key.value()};
  }

 private:
  static std::string endpoint(int port) { return fmt::format("tcp://127.0.0.1:{}", port); }

  /// Renamed into place, as lists should be.
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / (name + ".next")) << text;
    std::filesystem::rename(folder_ / (name + ".next"), folder_ / name);
  }

  [[nodiscard]] std::string text() const {
    const auto channel = [&](const char* name, const char* restricted) {
      return fmt::format("[[channel]]\nname = \"{}\"\nrestricted = {}\nlive = \"{}\"\ndesk = \"{}\"\n", name,
                         restricted, live(name), desk(name));
    };
    const auto rule = [](const char* name, const char* area, const char* told_on) {
      return fmt::format("[[rule]]\nname = \"{}\"\nareas = [\"{}\"]\nchannel = \"{}\"\n", name, area,
                         told_on);
    };
    return "[site]\nname = \"made\"\nareas = \"areas.geojson\"\n" + channel("open", "false") +
           channel("covert", "true") +
           "[keys]\nserver = \"keys/worker.secret\"\nclients = \"keys/clients\"\n"
           "[[hotlist]]\nname = \"force\"\nfile = \"list.csv\"\nchannel = \"open\"\nmatching = \"possible\"\n"
           "[[hotlist]]\nname = \"branch\"\nfile = \"covert.csv\"\nchannel = \"covert\"\n"
           "[[feed]]\nname = \"road\"\nkind = \"anpr\"\nuri = \"road\"\nkeep_reads_h = 1\n"
           "place = { lat = 51.0, lon = -1.15, bearing_deg = 180, words = \"A32 at West Meon\" }\n"
           "[[feed]]\nname = \"field\"\nkind = \"thermal\"\nuri = \"field\"\nground = { level_m = 0 }\n"
           "pose_error = { position_m = 0.5, attitude_deg = 0.2 }\n" +
           rule("poachers", "estate", "open") + rule("stakeout", "observed barn", "covert");
  }

  /// The estate is the west of the field and the road; the barn the east and the road, or far away.
  [[nodiscard]] std::string areas() const {
    const auto box = [](const char* name, double west, double east) {
      return fmt::format(
          R"({{"type":"Feature","properties":{{"name":"{0}"}},"geometry":{{"type":"Polygon","coordinates":)"
          R"([[[{1},50.99],[{2},50.99],[{2},51.01],[{1},51.01],[{1},50.99]]]}}}})",
          name, west, east);
    };
    const bool watched = has_covert_entries();
    return R"({"type":"FeatureCollection","features":[)" + box("estate", -1.16, -1.15005) + "," +
           box("observed barn", watched ? -1.1503 : -1.2503, watched ? -1.14 : -1.24) + "]}";
  }

  /// A line of telemetry a picture, which gives it its time.
  class Footage {
   public:
    explicit Footage(std::filesystem::path folder)
        : folder_(std::move(folder)), times_(folder_ / "telemetry.jsonl") {}
    void add(double at_s, const cv::Mat& picture) {
      const std::string name = fmt::format("{}.png", 1000 + number_++);
      cv::imwrite((folder_ / name).string(), picture);
      const long at_ms = std::lround(1000 * at_s);
      times_
          << fmt::format(
                 R"({{"t":"2026-11-21T20:{:02}:{:02}.{:03}Z","lat":51.0,"lon":-1.15,"alt_m":60,"heading_deg":0,)"
                 R"("pitch_deg":0,"roll_deg":0,"gimbal_yaw_deg":0,"gimbal_pitch_deg":-90,"gimbal_roll_deg":0,)"
                 R"("hfov_deg":40,"vfov_deg":32.5,"file":"{}"}})",
                 at_ms / 60'000, at_ms / 1000 % 60, at_ms % 1000, name)
          << "\n";
    }

   private:
    std::filesystem::path folder_;
    std::ofstream times_;
    int number_ = 0;
  };

  static constexpr double kNeverShown_s = 3500;

  void draw_road() const {
    Footage footage(folder_ / "road");
    footage.add(0, road_picture(0, ""));
    double at_s = 9 * pace_;
    for (const char* mark : {"LR33 TEE", "AB12 CDE", "KX05 WYZ"}) {
      for (int i = 0; i < 10; i += 2) footage.add(at_s += 0.4 * pace_, road_picture(i, mark));
      footage.add(at_s += 0.5 * pace_, road_picture(0, ""));
      footage.add(at_s += 1.5, road_picture(0, ""));
    }
    footage.add(kNeverShown_s, road_picture(0, ""));
  }

  /// Two people, 14 m apart, seen from right above.
  void draw_field() const {
    Footage footage(folder_ / "field");
    for (int i = 0; i < 10; ++i) {
      cv::Mat levels(512, 640, CV_16UC1);
      cv::RNG noise(static_cast<std::uint64_t>(i) + 1);
      noise.fill(levels, cv::RNG::NORMAL, 8000, 12);
      for (const int across : {220, 420})
        cv::ellipse(levels, {across, 250}, {6, 11}, 20, 0, 360, cv::Scalar(8600), cv::FILLED);
      cv::GaussianBlur(levels, levels, {5, 5}, 1);
      footage.add(i == 9 ? kNeverShown_s : (4 + 0.4 * i) * pace_, levels);
    }
  }

  std::filesystem::path folder_;
  ListedBesides besides_;
  double pace_;
  int open_live_ = quiet_port(), open_desk_ = quiet_port();
  int covert_live_ = quiet_port(), covert_desk_ = quiet_port();
};

}  // namespace nightjar
