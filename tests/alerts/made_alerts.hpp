#pragma once

#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "alerts/alert.hpp"
#include "alerts/sha256.hpp"

namespace nightjar {

/// A folder that is gone after the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "nightjar-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// 2026-11-21T20:00:00Z and so many milliseconds.
inline CaptureTime evening(std::int64_t ms = 0) {
  return CaptureTime(std::chrono::sys_days(std::chrono::year(2026) / 11 / 21)) + std::chrono::hours(20) +
         std::chrono::milliseconds(ms);
}

/// A vehicle hit with what a hit always has.
inline AlertEvent made_hit(const std::string& alert = "a1", const std::string& channel = "open") {
  AlertEvent event;
  event.alert = alert;
  event.incident = "inc-" + alert;
  event.priority = 10;
  event.channel = channel;
  event.feed = "a32-south";
  event.captured_at = evening();
  event.clock = {ClockSource::ntp, std::chrono::milliseconds(-12), true};
  event.vehicle = AlertVehicle{};
  event.vehicle->mark = "AB12CDE";
  event.vehicle->read_confidence = 0.98125;
  AlertEntry entry;
  entry.list = "force";
  entry.mark = "AB12CDE";
  entry.action = "STOP";
  entry.reason = "Seen at three burglaries";
  event.vehicle->entries.push_back(entry);
  event.config = "0123456789abcdef";
  return event;
}

/// An event with every field that there is.
inline AlertEvent made_full_event() {
  AlertEvent event = made_hit();
  event.stream = "5f";
  event.seq = 7;
  event.event = AlertHappening::withdrawn;
  event.revision = 3;
  event.published_at = evening(250);
  event.late_s = 0.25;
  event.journalled = false;
  event.replay = true;
  event.place =
      AlertPlace{51.0123457, -1.1500001, 3.25, ErrorEllipse{4.5, 2.25, 17.5}, "SU 59612 22871", "A32"};
  event.areas = {"West Meon", "Beat 12"};
  event.vehicle->exact = false;
  event.vehicle->probability = 0.75;
  event.vehicle->differs = {{3, "8", "B"}};
  event.vehicle->direction = "towards";
  event.vehicle->direction_words = "northbound to Alton";
  event.vehicle->bearing_deg = 0.5;
  event.vehicle->order = "DO NOT STOP";
  AlertEntry& entry = event.vehicle->entries.front();
  entry.list_revision = "89ab";
  entry.list_age_s = 3600;
  entry.entry_age_s = 86400;
  entry.exact = false;
  entry.markers = "FIREARMS";
  entry.risk = "high";
  entry.priority = "5";
  entry.owner = "DC Example";
  entry.contact = "101";
  entry.authoriser = "DI Example";
  entry.marking = "OFFICIAL";
  entry.effective = "2026-11-01";
  entry.weed = "2026-12-01";
  event.heat = AlertHeat{"person", 0.9, 0.8, 305.5, 1.25, 271.5, evening(100)};
  event.heat->group = AlertGroup{12, 14, 33.5};
  event.heat->own = AlertOwn{"HM12", "vehicle", "Rural 2", 3.5, 4.5};
  event.heat->unconfirmed = true;
  event.sortie = "1f2e3d4c5b6a7988";
  event.health = AlertHealth{"a32-south", "silent", "no picture for 10 s"};
  event.sightings = 16;
  event.quiet_s = 1800;
  event.repeat_of = "a0";
  event.alerted_again = "new area";
  event.possible_clone = PossibleClone{"a9", "m3-north", evening(-240'000), 33374, 240};
  event.cloned = "PC Example";
  event.silenced = "rejected as misread by PC Example";
  event.late_match = true;
  event.acknowledged_by = "PC Example";
  event.characters_confirmed = Confirmation{"PC Example", 2, evening(90'000)};
  event.entry_confirmed = Confirmation{"DC Example", 1, evening(95'000), evening(1'895'000), "a0"};
  event.taken_over_from = "PC Other";
  event.crew = AlertCrew{"Rural 2",
                         "PC Example",
                         evening(96'000),
                         evening(156'000),
                         evening(157'000),
                         CrewWord{"PC Crew", evening(158'000)},
                         CrewWord{"PC Crew", evening(300'000)}};
  event.escalation = AlertEscalation{2, "not acknowledged"};
  event.cause = "the read changed";
  event.actor = AlertActor{"PC Example", "room-1"};
  event.action = AlertAction{"misread", "B is an 8", "characters", 2, "Rural 2"};
  event.evidence = {{"plate", hex(sha256("plate")), evening(40), "a32-south"}};
  return event;
}

inline EvidencePicture made_picture(const std::string& bytes) {
  return {hex(sha256(bytes)), bytes};
}

inline AlertParcel made_parcel(const std::string& alert = "a1", const std::string& channel = "open") {
  AlertParcel parcel;
  parcel.event = made_hit(alert, channel);
  return parcel;
}

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace nightjar
