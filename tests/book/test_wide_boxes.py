"""A table that is wider than a phone shows that it goes on, until it has been scrolled to its end."""

MORE = """() => {
  const box = document.querySelector('.claims-summary .pst-scrollable-table-container');
  return [box.scrollWidth > box.clientWidth, getComputedStyle(box).maskImage !== 'none'];
}"""
TO_THE_END = "document.querySelector('.claims-summary .pst-scrollable-table-container').scrollTo({ left: 9999, behavior: 'instant' })"


def test_a_wide_table_fades_where_it_goes_on(visit, address):
    page = visit(address("claims"), viewport={"width": 390, "height": 800})
    page.wait_for_function(f"({MORE})().every(Boolean)")
    page.evaluate(TO_THE_END)
    page.wait_for_function(f"({MORE})().join() === 'true,false'")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function(f"({MORE})().join() === 'false,false'")
