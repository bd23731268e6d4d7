#pragma once

#include "alerts/alert.hpp"
#include "processing/hotlist/hotlist_match.hpp"

namespace nightjar {

/// A matched entry as an alert shows it.
[[nodiscard]] AlertEntry entry_words(const HotlistMatch& match);

[[nodiscard]] AlertHandling alert_handling(HitHandling handling);

}  // namespace nightjar
