#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "alerts/alert_json.hpp"
#include "alerts/desk.hpp"
#include "alerts/desk_client.hpp"
#include "alerts/desk_duties.hpp"
#include "alerts/vehicle_hit.hpp"
#include "tests/alerts/listener.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_lists.hpp"
#include "tests/alerts/two_channels.hpp"

namespace nightjar {

/// A worker's outlet and desk, with two channels and real sockets and disk.
class DutyWorker {
 public:
  explicit DutyWorker(const std::filesystem::path& folder)
      : outlet_(two_channel_outlet(folder)),
        desk_(two_channel_desk(), {{"act", act_duty(outlet_)},
                                   {"search", search_duty(outlet_)},
                                   {"lookup", lookup_duty(outlet_, [this] { return lists; })},
                                   {"accept", accept_duty(
                                                  outlet_,
                                                  [](const std::string& list, const std::string& channel) {
                                                    return list == "force" && channel == "open";
                                                  },
                                                  [this](const std::string& list, const std::string&) {
                                                    accepted.push_back(list);
                                                    return ListAccepted{true, "revision 43 is in force"};
                                                  })}}) {}

  DeskReply ask(nlohmann::ordered_json request, const std::string& channel = "open") {
    if (!request.contains("person")) request["person"] = "PC Example";
    return DeskClient(desk_.endpoint_of(channel)).ask(std::move(request));
  }
  AlertOutlet& outlet() { return outlet_; }

  std::shared_ptr<const HotlistMatcher> lists = made_lists("AB12CDE,STOP,,Burglary,DC Example\n");
  std::vector<std::string> accepted;

 private:
  AlertOutlet outlet_;
  Desk desk_;
};

inline AlertParcel raised(const std::string& alert = "a1", const std::string& channel = "open") {
  AlertParcel parcel = made_parcel(alert, channel);
  parcel.event.incident = vehicle_incident(channel, "AB12CDE");
  parcel.event.vehicle->entries[0].owner = "DC Example";
  parcel.event.vehicle->entries[0].contact = "101 ext 5";
  return parcel;
}

inline AlertEvent next_event(Listener& listener) {
  const auto parts = listener.next("alert");
  if (parts.empty()) throw std::runtime_error("no alert came");
  return from_json(parts.at(1)).event.value();
}

inline std::vector<AuditRecord> audit_in(const std::filesystem::path& folder) {
  const Journal journal(folder);
  std::vector<AuditRecord> records;
  for (const StoredAudit& one : journal.audit_since(0, 100))
    records.push_back(audit_from_json(one.text).value());
  return records;
}

}  // namespace nightjar
