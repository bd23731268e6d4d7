#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "alerts/alert_outlet.hpp"
#include "alerts/desk.hpp"
#include "alerts/desk_duties.hpp"
#include "alerts/record_duties.hpp"
#include "alerts/room_lists.hpp"
#include "config/site.hpp"
#include "tools/nightjar/sortie_board.hpp"

namespace nightjar {

/// What the desk needs of the lists. Any thread.
struct DeskLists {
  std::function<std::shared_ptr<const HotlistMatcher>()> current;
  std::function<void(TermedHotlist)> put;  ///< takes a list in force in place of the one of the same name
  std::function<ListAccepted(const std::string& list, const std::string& channel)> accept;
};

/// The desks of a site's channels, with every duty that people may ask for, and the room's own lists.
class RoomDesk {
 public:
  /// Opens the desk of each channel that has one. The site, the outlet and the sorties outlive it. Throws
  /// DeskError.
  RoomDesk(const Site& site, AlertOutlet& outlet, SortieBoard& sorties, const DeskLists& lists,
           RecordSources records = {}, std::shared_ptr<KeyGate> gate = nullptr);

  /// Takes entries of the room's lists out of force that have ended; call it every few seconds.
  void look_at_the_clock();

  [[nodiscard]] DeskCounts counts() const { return desk_->counts(); }

 private:
  RoomLists rooms_;
  std::optional<Desk> desk_;
};

}  // namespace nightjar
