#pragma once

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "config/site_file.hpp"
#include "tests/tools/nightjar/made_site.hpp"

namespace nightjar {

/// A site with an open list, in which covert entries may stand, and a list of a restricted channel.
class SharedRoad {
 public:
  static constexpr CaptureTime kNow =
      CaptureTime(std::chrono::sys_days(std::chrono::year(2026) / 11 / 21)) + std::chrono::hours(21);

  SharedRoad() : site_("invisible-entry") {
    const std::string own = "[[hotlist]]";
    std::string text = site_.text();
    text.insert(text.find(own),
                "[[channel]]\nname = \"covert\"\nrestricted = true\nlive = \"tcp://127.0.0.1:" +
                    std::to_string(free_port()) +
                    "\"\ndesk = \"tcp://127.0.0.1:" + std::to_string(covert_desk_) + "\"\n");
    text.insert(text.find("[[feed]]"),
                "[[hotlist]]\nname = \"covert\"\nfile = \"covert.csv\"\nchannel = \"covert\"\n");
    text.insert(text.find("channel = \"open\"\n"), "matching = \"possible\"\n");
    site_.write("site.toml", text + "keep_reads_h = 1\n");
  }

  void list(bool covert, bool edited) const {
    const CaptureTime at = kNow - (std::chrono::minutes(edited ? 10 : 60));
    std::string force =
        fmt::format("# revision: {}\nmark,action,reason,owner,weed\n", covert ? edited ? 9 : 8 : 7);
    if (covert) force += "LR33 TEE,SILENT,Source protection,Special Branch,\nK1 LLL,SILENT,s,s,31 Dec\n";
    if (covert && edited) force += "AB12 CDE,SILENT,Another,Special Branch,\n";
    force += "LR33 TEE,STOP,Hare coursing,Country Watch,\n";
    force += "XY99 ZZZ,STOP,Burglary,DC Example,\nQQ1,STOP,r,o,never\n";
    write("list.csv", at, force);
    write("covert.csv", at,
          std::string("mark,reason,owner\nZZ99 ZZZ,r,o\n") +
              (covert ? "LR33TEE,Source protection,Special Branch\n" : "") +
              (covert && edited ? "AB12CDE,r,o\n" : ""));
  }
  [[nodiscard]] Site loaded() const { return load_site(site_.file("site.toml").string()).site.value(); }
  [[nodiscard]] std::filesystem::path folder() const { return site_.file(""); }
  void forget() const { std::filesystem::remove_all(site_.file("journal")); }

 private:
  /// At moments of its own, so that chance does not tell a list's age in one run from that in another.
  void write(const std::string& name, CaptureTime at, const std::string& text) const {
    site_.write(name + ".next", text);
    std::filesystem::last_write_time(site_.file(name + ".next"), std::chrono::file_clock::from_sys(at));
    std::filesystem::rename(site_.file(name + ".next"), site_.file(name));
  }

  MadeSite site_;
  int covert_desk_ = free_port();
};

}  // namespace nightjar
