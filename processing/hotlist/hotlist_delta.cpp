#include "processing/hotlist/hotlist_delta.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "processing/hotlist/mark_key.hpp"

namespace nightjar {
namespace {

std::string_view text_of(const HotlistTable& table, std::uint32_t row, std::string_view column) {
  const std::vector<std::size_t> places = table.text_places();
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (kHotlistTextColumns.at(places[i]).name == column) return table.row(row).texts.at(i);
  }
  return {};
}

std::string name_of(std::uint64_t mark, std::string_view source) {
  const std::string name = unpacked_mark(mark);
  return source.empty() ? name : fmt::format("{} with the source \"{}\"", name, source);
}

}  // namespace

HotlistMerge::HotlistMerge(std::shared_ptr<const HotlistTable> base, CovertEntries covert)
    : base_(std::move(base)), covert_(std::move(covert)), stands_(base_->size(), true) {}

void HotlistMerge::apply(const HotlistDelta& delta, HotlistFindings& findings) {
  deltas_.push_back(delta.table);
  note_marks(delta);
  for (std::uint32_t row = 0; row < delta.changes.size(); ++row) change(delta, row, findings);
}

void HotlistMerge::note_marks(const HotlistDelta& delta) {
  std::unordered_map<std::uint64_t, std::vector<Place>> fresh;
  for (std::uint32_t row = 0; row < delta.changes.size(); ++row) {
    const std::uint64_t mark = delta.table->packed_mark(row);
    if (places_.find(mark) == places_.end()) fresh.try_emplace(mark);
  }
  if (fresh.empty()) return;
  for (std::uint32_t row = 0; row < base_->size(); ++row) {
    const auto found = fresh.find(base_->packed_mark(row));
    if (found != fresh.end()) found->second.push_back(row);
  }
  places_.merge(fresh);
}

HotlistMerge::Row HotlistMerge::row_at(Place place) const {
  if (place < base_->size()) return {base_.get(), static_cast<std::uint32_t>(place)};
  return more_[place - base_->size()];
}

std::vector<HotlistMerge::Place> HotlistMerge::places_of(const HotlistDelta& delta, std::uint32_t row) const {
  const std::string_view source = text_of(*delta.table, row, "source");
  std::vector<Place> own_kind, others;
  for (const Place place : places_.at(delta.table->packed_mark(row))) {
    const Row at = row_at(place);
    if (!stands_[place] || (!source.empty() && text_of(*at.table, at.row, "source") != source)) continue;
    (is_apart(at) == is_apart({delta.table.get(), row}) ? own_kind : others).push_back(place);
  }
  return own_kind.empty() && delta.changes[row] != HotlistChange::add ? others : own_kind;
}

bool HotlistMerge::is_apart(const Row& at) const {
  return covert_.apart && is_covert(text_of(*at.table, at.row, "action"),
                                    text_of(*at.table, at.row, "marking"), covert_.open_markings);
}

void HotlistMerge::change(const HotlistDelta& delta, std::uint32_t row, HotlistFindings& findings) {
  const HotlistTable& table = *delta.table;
  const std::uint64_t mark = table.packed_mark(row);
  const std::string_view source = text_of(table, row, "source");
  const std::vector<Place> found = places_of(delta, row);
  const HotlistChange change = delta.changes[row];
  // The number counts all editions, also those in which covert entries alone changed.
  const std::string base = covert_.apart ? "what it is put on" : fmt::format("revision {}", delta.base);
  const auto refuse = [&](std::string why) {
    const bool known = found.empty() || !is_apart(row_at(found.front()));
    findings.set_covert(is_apart({&table, row}) || !known);
    findings.refuse(table.line(row), std::move(why));
    findings.set_covert(false);
  };
  if (change == HotlistChange::add && !source.empty() && !found.empty()) {
    refuse(fmt::format("change: adds {}, which {} holds already", name_of(mark, source), base));
    return;
  }
  if (change != HotlistChange::add) {
    if (found.size() != 1) {
      refuse(fmt::format("change: {} {}, expected it once in {}, found it {} times",
                         change == HotlistChange::amend ? "amends" : "removes", name_of(mark, source), base,
                         found.size()));
      return;
    }
    stands_[found.front()] = false;
  }
  if (change == HotlistChange::remove) return;
  places_.at(mark).push_back(stands_.size());
  more_.push_back({&table, row});
  stands_.push_back(true);
}

HotlistTable HotlistMerge::merged() const {
  std::vector<std::size_t> columns = base_->text_places();
  for (const auto& delta : deltas_) {
    for (const std::size_t place : delta->text_places()) {
      if (std::find(columns.begin(), columns.end(), place) == columns.end()) columns.push_back(place);
    }
  }
  HotlistTable merged(columns);
  for (Place place = 0; place < stands_.size(); ++place) {
    if (!stands_[place]) continue;
    const Row at = row_at(place);
    const std::vector<std::size_t> own = at.table->text_places();
    HotlistTable::Row row = at.table->row(at.row);
    std::vector<std::string_view> texts(columns.size());
    for (std::size_t i = 0; i < own.size(); ++i) {
      const auto column = std::find(columns.begin(), columns.end(), own[i]);
      texts[static_cast<std::size_t>(column - columns.begin())] = row.texts[i];
    }
    row.texts = std::move(texts);
    merged.append(row);
  }
  merged.seal();
  return merged;
}

}  // namespace nightjar
