#include "tools/nightjar/room_desk.hpp"

#include <algorithm>
#include <chrono>

#include "alerts/catch_up_duties.hpp"
#include "alerts/trail_duty.hpp"
#include "tools/nightjar/sortie_desk.hpp"

namespace nightjar {
namespace {

std::vector<RoomChannel> rooms_of(const Site& site) {
  std::vector<RoomChannel> rooms;
  for (const ChannelSite& channel : site.channels)
    if (!channel.desk.empty()) rooms.push_back({channel.name, channel.restricted});
  return rooms;
}

std::set<std::string> restricted_of(const Site& site) {
  std::set<std::string> names;
  for (const ChannelSite& channel : site.channels)
    if (channel.restricted) names.insert(channel.name);
  return names;
}

DeskOptions desks_of(const Site& site, std::shared_ptr<KeyGate> gate) {
  DeskOptions options;
  options.gate = std::move(gate);
  options.long_duties = {"about", "erase", "export"};
  for (const ChannelSite& channel : site.channels)
    if (!channel.desk.empty()) options.channels.push_back({channel.name, channel.desk});
  return options;
}

DeskDuties duties_of(const Site& site, AlertOutlet& outlet, SortieBoard& sorties, const DeskLists& lists,
                     RoomLists& rooms, const RecordSources& records) {
  const auto is_of = [&site](const std::string& list, const std::string& channel) {
    return std::any_of(site.hotlists.begin(), site.hotlists.end(), [&](const HotlistSite& one) {
      return one.name == list &&
             (one.channel == channel || one.restricted_channel.value_or(one.channel) == channel);
    });
  };
  DeskDuties duties{{"act", act_duty(outlet)},
                    {"search", search_duty(outlet)},
                    {"lookup", lookup_duty(outlet, lists.current)},
                    {"sortie", sortie_duty(site, outlet, sorties)},
                    {"add", [&rooms](const DeskRequest& request) { return rooms.add(request); }},
                    {"snapshot", snapshot_duty(outlet, records.journal)},
                    {"since", since_duty(outlet, records.journal)},
                    {"evidence", evidence_duty(outlet, records.journal, restricted_of(site))},
                    {"trail", trail_duty(records.journal)},
                    {"hold", hold_duty(outlet)},
                    {"about", about_duty(outlet, records)},
                    {"erase", erase_duty(outlet, records)},
                    {"export", export_duty(outlet, records)},
                    {"cancel", [&rooms](const DeskRequest& request) { return rooms.cancel(request); }}};
  if (lists.accept) duties.emplace("accept", accept_duty(outlet, is_of, lists.accept));
  return duties;
}

}  // namespace

RoomDesk::RoomDesk(const Site& site, AlertOutlet& outlet, SortieBoard& sorties, const DeskLists& lists,
                   RecordSources records, std::shared_ptr<KeyGate> gate)
    : rooms_(outlet, rooms_of(site), lists.put) {
  records.journal = site.journal;
  records.forget_entries = [this](const std::string& channel, const std::string& mark) {
    return rooms_.forget(channel, mark);
  };
  desk_.emplace(desks_of(site, std::move(gate)), duties_of(site, outlet, sorties, lists, rooms_, records));
}

void RoomDesk::look_at_the_clock() {
  rooms_.expire(std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now()));
}

}  // namespace nightjar
