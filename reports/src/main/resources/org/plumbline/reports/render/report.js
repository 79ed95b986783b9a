(function () {
  "use strict";
  var form = document.getElementById("filter");
  if (!form) return;
  var items = Array.prototype.slice.call(document.querySelectorAll("#items > li"));
  var status = document.getElementById("filter-status");
  function apply() {
    var text = form.elements.text.value.toLowerCase();
    var metric = form.elements.metric.value;
    var change = form.elements.change.value;
    var shown = 0;
    items.forEach(function (item) {
      var match = (!metric || item.dataset.metric === metric) && (!change || item.dataset.change === change)
        && (!text || item.textContent.toLowerCase().indexOf(text) >= 0);
      item.hidden = !match;
      if (match) shown++;
    });
    status.textContent = shown + " of " + items.length + " items shown";
  }
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  apply();
})();
