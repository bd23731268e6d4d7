#pragma once

#include <string>
#include <vector>

#include "processing/hotlist/hotlist_index.hpp"

namespace nightjar {

/// The part of a list whose entries are not covert. Its revision is a digest over these entries alone, their
/// order and texts, so that it does not change with any other; a number that the file declares would. It has
/// been so since then, where it was the same `before`, else since the file was written.
[[nodiscard]] OpenPart open_part(const HotlistTable& table, const std::vector<std::string>& open_markings,
                                 std::optional<CaptureTime> written_at,
                                 const std::optional<OpenPart>& before);

/// What an edition is called where the covert entries of the list may not be known.
[[nodiscard]] const std::string& open_revision(const HotlistEdition& edition);

}  // namespace nightjar
