#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tools/nightjar/load_hotlists.hpp"
#include "tools/nightjar/watched_list.hpp"

namespace nightjar {

/// A list in a folder of its own; who watches it, and what the room hears.
class WatchedLists : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / fmt::format("nightjar_watched_{}", ::getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    site_.name = "force";
    site_.channel = "open";
    site_.file = folder_ / "force.csv";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// Under another name first, as careful writers do.
  void write(const std::string& text) const {
    std::ofstream(folder_ / "next", std::ios::binary) << text;
    std::filesystem::rename(folder_ / "next", site_.file);
  }
  static std::string list_of(int entries) {
    std::string text = "mark,reason,owner\n";
    for (int i = 0; i < entries; ++i) text += fmt::format("A{},r,o\n", i);
    return text;
  }
  [[nodiscard]] WatchedList watched() {
    HotlistsLoad load = load_hotlists({site_}, folder_ / "journal");
    EXPECT_TRUE(load.errors.empty()) << load.errors.front();
    WatchedListOptions options;
    options.journal = folder_ / "journal";
    options.post = [this](const AlertParcel& parcel) {
      posted_.push_back(fmt::format("{} {}",
                                    parcel.event.event == AlertHappening::raised ? "raised" : "closed",
                                    parcel.event.health->cause));
      detail_ = parcel.event.health->detail;
      if (!site_.restricted_channel) return;
      posted_.back() += " on " + parcel.event.channel;
      (parcel.event.channel == site_.channel ? told_open_ : told_covert_).push_back(detail_);
    };
    return {site_, load.lists.at(0), options};
  }
  /// Looks until the file must have come to rest.
  bool look(WatchedList& list) {
    bool changed = false;
    for (int i = 0; i < 5; ++i) changed = list.look(now_ += std::chrono::milliseconds(200)) || changed;
    return changed;
  }

  std::filesystem::path folder_;
  HotlistSite site_;
  CaptureTime now_ = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  std::vector<std::string> posted_;
  std::string detail_;
  std::vector<std::string> told_open_, told_covert_;  ///< details, where covert entries are told elsewhere
};

}  // namespace nightjar
