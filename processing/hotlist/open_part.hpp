#pragma once

#include <string>
#include <vector>

#include "processing/hotlist/hotlist_index.hpp"

namespace nightjar {

/// The part of a list whose entries are not covert: its revision is the number that the file declares
/// (`edition.number`), else a digest over these entries alone, their order and texts, so that it does not
/// change with any other.
[[nodiscard]] OpenPart open_part(const HotlistTable& table, const HotlistEdition& edition,
                                 const std::vector<std::string>& open_markings);

/// What an edition is called where the covert entries of the list may not be known.
[[nodiscard]] const std::string& open_revision(const HotlistEdition& edition);

}  // namespace nightjar
