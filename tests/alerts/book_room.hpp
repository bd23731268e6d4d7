#pragma once

#include <memory>
#include <string>
#include <vector>

#include "alerts/alert_book.hpp"
#include "alerts/alert_names.hpp"
#include "alerts/vehicle_alerts.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_lists.hpp"

namespace nightjar {

inline PlateRead read_of(const std::string& mark, std::uint64_t pass = 1, std::int64_t at_ms = 0) {
  PlateRead read;
  read.pass = pass;
  read.text.mark = mark;
  read.text.confidence = 0.95;
  read.first_seen = evening(at_ms);
  read.last_seen = evening(at_ms);
  return read;
}

/// A camera, the lists that it knows, and the book that its events go through.
class Room {
 public:
  explicit Room(std::shared_ptr<const HotlistMatcher> lists) : lists_(std::move(lists)) {}

  std::vector<AlertEvent> sees(const PlateRead& read) {
    std::vector<AlertEvent> told;
    for (AlertParcel& parcel : camera_.update(read, lists_->match(read.text, read.first_seen), {}))
      for (AlertParcel& out : book.enter(std::move(parcel))) told.push_back(std::move(out.event));
    return told;
  }
  std::vector<AlertEvent> judges(std::shared_ptr<const HotlistMatcher> lists) {
    std::vector<AlertEvent> told;
    for (AlertParcel& out : book.judge(std::move(lists))) told.push_back(std::move(out.event));
    return told;
  }
  void swaps(std::shared_ptr<const HotlistMatcher> lists) { lists_ = std::move(lists); }

  AlertBook book;

 private:
  std::shared_ptr<const HotlistMatcher> lists_;
  VehicleAlerts camera_{VehicleAlertOptions{.feed = "a32-south", .config = {}, .place = {}}};
};

inline std::vector<std::string> happenings(const std::vector<AlertEvent>& events) {
  std::vector<std::string> words;
  for (const AlertEvent& event : events) words.emplace_back(name_of(event.event));
  return words;
}

inline AlertDeed deed(const std::string& alert, AlertHappening what, const std::string& code = {},
                      std::optional<std::uint32_t> revision = 1) {
  AlertDeed deed{"open", alert, what, {}, "PC Example", std::nullopt};
  if (!code.empty()) (what == AlertHappening::confirmed ? deed.action.confirms : deed.action.code) = code;
  deed.action.revision = revision;
  return deed;
}

inline constexpr const char* kOne = "AB12CDE,STOP,,Burglary,DC Example\n";

}  // namespace nightjar
