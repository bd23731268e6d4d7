#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "processing/hotlist/entry_terms.hpp"
#include "processing/hotlist/hotlist_findings.hpp"
#include "processing/hotlist/hotlist_table.hpp"

namespace nightjar {

/// What a delta does with an entry.
enum class HotlistChange { add, amend, remove };

/// The entries of one delta and what each is to do, row by row.
struct HotlistDelta {
  std::uint64_t base = 0, revision = 0;
  std::shared_ptr<const HotlistTable> table;
  std::vector<HotlistChange> changes;
};

/// Puts deltas on top of a list, one after the other. An entry is known by its mark, and by its `source` as
/// well where the delta gives one; what a delta wants to amend or remove must be there, once. Where covert
/// entries are told elsewhere, a row is about entries of its own kind, covert or not, where there are such.
class HotlistMerge {
 public:
  explicit HotlistMerge(std::shared_ptr<const HotlistTable> base, CovertEntries covert = {});

  /// Refusals, by line of the delta, where it does not fit what it is put on.
  void apply(const HotlistDelta& delta, HotlistFindings& findings);

  /// What is left of the base in its order, then what was added and amended.
  [[nodiscard]] HotlistTable merged() const;

 private:
  using Place = std::size_t;  ///< rows of the base, then those of the deltas
  struct Row {
    const HotlistTable* table;
    std::uint32_t row;
  };
  void note_marks(const HotlistDelta& delta);
  /// The entries that a row of a delta is about.
  [[nodiscard]] std::vector<Place> places_of(const HotlistDelta& delta, std::uint32_t row) const;
  [[nodiscard]] Row row_at(Place place) const;
  /// Whether only a restricted channel may know of the entry.
  [[nodiscard]] bool is_apart(const Row& at) const;
  void change(const HotlistDelta& delta, std::uint32_t row, HotlistFindings& findings);

  std::shared_ptr<const HotlistTable> base_;
  CovertEntries covert_;
  std::vector<std::shared_ptr<const HotlistTable>> deltas_;
  std::vector<bool> stands_;                                      ///< by place
  std::vector<Row> more_;                                         ///< places from the size of the base
  std::unordered_map<std::uint64_t, std::vector<Place>> places_;  ///< of the marks that deltas name
};

}  // namespace nightjar
