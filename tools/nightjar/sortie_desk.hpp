#pragma once

#include "alerts/desk_duties.hpp"
#include "config/site.hpp"
#include "tools/nightjar/sortie_board.hpp"

namespace nightjar {

/// {"do":"sortie","id","person","reason","verb":"start|stop|coverage","feed"[,"pilot","purpose","authority",
/// "profile"]}: a feed's flight begins or ends, or its layer is written as it is now. Of the channel's own
/// feeds. The site, the outlet and the sorties outlive it.
[[nodiscard]] DeskDuty sortie_duty(const Site& site, AlertOutlet& outlet, SortieBoard& sorties);

}  // namespace nightjar
