#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "alerts/sha256.hpp"
#include "processing/hotlist/hotlist_file.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {

/// A list of lines under the header `mark,action,markers,reason,owner`.
inline TermedHotlist made_list(const std::string& name, const std::string& channel,
                               const std::string& lines) {
  const std::string csv = "mark,action,markers,reason,owner\n" + lines;
  HotlistEdition edition;
  edition.revision = hex(sha256(csv)).substr(0, 16);
  TermedHotlist list;
  list.terms.name = name;
  list.terms.channel = channel;
  if (channel == "restricted") list.terms.restricted_channel = channel;
  list.index = lines.empty() ? std::make_shared<const HotlistIndex>(HotlistTable({}), edition)
                             : parse_hotlist(csv, {}, edition).index;
  return list;
}

inline std::shared_ptr<const HotlistMatcher> made_lists(std::vector<TermedHotlist> lists) {
  return std::make_shared<const HotlistMatcher>(std::move(lists));
}

/// One list `force` on the channel `open`.
inline std::shared_ptr<const HotlistMatcher> made_lists(const std::string& lines) {
  return made_lists(std::vector<TermedHotlist>{made_list("force", "open", lines)});
}

}  // namespace nightjar
