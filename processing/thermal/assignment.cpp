#include "processing/thermal/assignment.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace nightjar {
namespace {

constexpr std::size_t kMaxExact = 64;

/// Shortest augmenting paths with potentials (Jonker and Volgenant). `cost` has at least as many columns as
/// rows; the answer holds a column for each row.
std::vector<std::size_t> cheapest_columns(const std::vector<std::vector<double>>& cost) {
  const std::size_t rows = cost.size(), columns = cost.front().size(), none = columns;
  std::vector<double> of_row(rows, 0), of_column(columns + 1, 0);
  std::vector<std::size_t> row_at(columns + 1, rows);  // rows: free
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<double> distance(columns, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> from(columns, none);
    std::vector<bool> reached(columns + 1, false);
    std::size_t column = none;
    row_at[none] = row;
    do {
      reached[column] = true;
      const std::size_t here = row_at[column];
      double step = std::numeric_limits<double>::infinity();
      std::size_t next = none;
      for (std::size_t c = 0; c < columns; ++c) {
        if (reached[c]) continue;
        const double reduced = cost[here][c] - of_row[here] - of_column[c];
        if (reduced < distance[c]) distance[c] = reduced, from[c] = column;
        if (distance[c] < step) step = distance[c], next = c;
      }
      for (std::size_t c = 0; c <= columns; ++c) {
        if (reached[c]) {
          of_row[row_at[c]] += step, of_column[c] -= step;
        } else if (c < columns) {
          distance[c] -= step;
        }
      }
      column = next;
    } while (row_at[column] != rows);
    while (column != none) {
      row_at[column] = row_at[from[column]];
      column = from[column];
    }
  }
  std::vector<std::size_t> column_of(rows, none);
  for (std::size_t c = 0; c < columns; ++c) {
    if (row_at[c] != rows) column_of[row_at[c]] = c;
  }
  return column_of;
}

std::vector<AssignmentChoice> exact(const std::vector<AssignmentChoice>& choices) {
  std::map<std::size_t, std::size_t> row_index, column_index;
  for (const AssignmentChoice& c : choices) {
    row_index.emplace(c.row, row_index.size());
    column_index.emplace(c.column, column_index.size());
  }
  // A column of its own for every row: to stay alone gains nothing.
  std::vector<std::vector<double>> cost(row_index.size(),
                                        std::vector<double>(column_index.size() + row_index.size(), 0));
  for (const AssignmentChoice& c : choices) cost[row_index[c.row]][column_index[c.column]] = -c.gain;
  const std::vector<std::size_t> column_of = cheapest_columns(cost);
  std::vector<AssignmentChoice> taken;
  for (const AssignmentChoice& c : choices) {
    if (column_of[row_index[c.row]] == column_index[c.column]) taken.push_back(c);
  }
  return taken;
}

std::vector<AssignmentChoice> greedy(std::vector<AssignmentChoice> choices) {
  std::stable_sort(choices.begin(), choices.end(),
                   [](const AssignmentChoice& a, const AssignmentChoice& b) { return a.gain > b.gain; });
  std::set<std::size_t> rows, columns;
  std::vector<AssignmentChoice> taken;
  for (const AssignmentChoice& c : choices) {
    if (rows.count(c.row) != 0 || columns.count(c.column) != 0) continue;
    rows.insert(c.row), columns.insert(c.column);
    taken.push_back(c);
  }
  return taken;
}

/// Choices that share rows or columns, directly or through others, in one group.
std::vector<std::vector<AssignmentChoice>> groups_of(const std::vector<AssignmentChoice>& choices) {
  std::vector<std::size_t> parent(choices.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&parent](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  std::map<std::size_t, std::size_t> first_of_row, first_of_column;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    parent[root(i)] = root(first_of_row.emplace(choices[i].row, i).first->second);
    parent[root(i)] = root(first_of_column.emplace(choices[i].column, i).first->second);
  }
  std::map<std::size_t, std::vector<AssignmentChoice>> by_root;
  for (std::size_t i = 0; i < choices.size(); ++i) by_root[root(i)].push_back(choices[i]);
  std::vector<std::vector<AssignmentChoice>> groups;
  groups.reserve(by_root.size());
  for (auto& group : by_root) groups.push_back(std::move(group.second));
  return groups;
}

bool is_small(const std::vector<AssignmentChoice>& choices) {
  std::set<std::size_t> rows, columns;
  for (const AssignmentChoice& c : choices) rows.insert(c.row), columns.insert(c.column);
  return rows.size() <= kMaxExact && columns.size() <= kMaxExact;
}

}  // namespace

std::vector<AssignmentChoice> best_assignment(std::vector<AssignmentChoice> choices) {
  choices.erase(
      std::remove_if(choices.begin(), choices.end(), [](const AssignmentChoice& c) { return !(c.gain > 0); }),
      choices.end());
  std::vector<AssignmentChoice> taken;
  for (const auto& group : groups_of(choices)) {
    for (const AssignmentChoice& c : is_small(group) ? exact(group) : greedy(group)) taken.push_back(c);
  }
  std::sort(taken.begin(), taken.end(),
            [](const AssignmentChoice& a, const AssignmentChoice& b) { return a.row < b.row; });
  return taken;
}

}  // namespace nightjar
