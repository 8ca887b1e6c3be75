// Runs before the page is drawn, so that parts which need JavaScript do not flash. GOV.UK Frontend looks for these two classes.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
