#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "alerts/alert_delivery.hpp"
#include "alerts/journal.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {

/// A hit with a picture of its plate.
inline AlertParcel seen(const std::string& alert, CaptureTime at, const std::string& mark = "AB12CDE",
                        const std::string& picture = "plate") {
  AlertParcel parcel = made_parcel(alert);
  parcel.event.captured_at = at;
  parcel.event.published_at = at;
  parcel.event.vehicle->mark = mark;
  parcel.event.vehicle->entries[0].mark = mark;
  parcel.pictures = {made_picture(picture)};
  parcel.event.evidence = {{"plate", parcel.pictures[0].sha256, at, "a32-south"}};
  return parcel;
}

inline std::vector<ChainedEvent> append(Journal& journal, AlertParcel parcel) {
  std::vector<AlertParcel> batch{std::move(parcel)};
  return journal.append(batch);
}

inline AlertDeliveryOptions delivery_options(const std::filesystem::path& folder) {
  AlertDeliveryOptions options;
  options.journal = folder;
  options.publisher.channels = {{"open", "tcp://127.0.0.1:*"}};
  return options;
}

}  // namespace nightjar
