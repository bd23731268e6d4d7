#pragma once

#include <memory>
#include <string>

#include "processing/hotlist/hotlist_file.hpp"
#include "processing/hotlist/hotlists_in_force.hpp"

namespace nightjar {

/// One list of one entry, on the channel "open".
inline std::shared_ptr<const HotlistsInForce> made_hotlist(const std::string& mark,
                                                           const std::string& reason) {
  TermedHotlist list;
  list.terms.name = "force";
  list.terms.channel = "open";
  list.index =
      parse_hotlist("mark,action,reason,owner\n" + mark + ",STOP," + reason + ",Country Watch\n").index;
  return std::make_shared<const HotlistsInForce>(
      std::make_shared<const HotlistMatcher>(std::vector<TermedHotlist>{list}));
}

}  // namespace nightjar
